// Totals of the slice: the country, both sides, their shares, how many units reported.
const TOTAL = 0, REPORTING = 1, UNITS = 2, OLDER = 3, UNPLACED = 4;

function totalRow(one, grouping, side) {
  return one.totals.find(row => row.grouping === grouping && row.group === side);
}

function totalAt(one, row, line, slice) {
  const cell = line * one.days.length + slice;
  return row && row.status[cell] >= CARRIED ? row.value[cell] / (line === TOTAL || line > UNITS ? one.scale : 1) : null;
}

function totalBox(one, label, row, side, colour) {
  const number = totalAt(one, row, TOTAL, state.slice), box = make('div', null, 'total');
  box.dataset.group = side;
  box.dataset.value = number === null ? '' : number;
  const name = make('span', label, 'total-name');
  if (colour) name.style.setProperty('--side', colour);
  box.appendChild(name);
  box.appendChild(make('strong', number === null ? '–' : people(number)));
  const reporting = totalAt(one, row, REPORTING, state.slice), count = totalAt(one, row, UNITS, state.slice);
  if (count !== null && side === 'MLI') {
    box.appendChild(make('small', plural('total.coverage', reporting || 0, { reporting: people(reporting || 0), units: people(count) })));
  }
  const older = totalAt(one, row, OLDER, state.slice);
  if (older && side === 'MLI') box.appendChild(make('small', w('total.carried', { people: people(older) })));
  const lost = totalAt(one, row, UNPLACED, state.slice);
  if (lost && side === 'MLI') box.appendChild(make('small', w('total.unplaced', { people: people(lost) })));
  if (side !== 'MLI' && count && reporting < count) {
    box.appendChild(make('small', plural('total.side', reporting || 0, { reporting: people(reporting || 0), units: people(count) })));
  }
  return box;
}

// Two sides can be compared when most units of each reported; else the share shows who counted.
function comparable(one, row) {
  const number = totalAt(one, row, TOTAL, state.slice), count = totalAt(one, row, UNITS, state.slice);
  return number !== null && (!count || totalAt(one, row, REPORTING, state.slice) >= page.coverage.sides * count);
}

const totalsBody = steady(document.getElementById('totals-body'));

function drawTotals(what) {
  if (what !== 'slice') totalsBody.style.minHeight = '';
  morph(totalsBody, totalsBox(totalsBody.cloneNode(false)));
}

function totalsBox(box) {
  const one = indicator();
  const country = totalRow(one, 'country', 'MLI');
  if (country) box.appendChild(totalBox(one, w('total.reported') + (one.unit === 'people' ? '' : ' (' + unitWord(one) + ')'), country, 'MLI'));
  const told = publishedBox(one);
  if (told) box.appendChild(told);
  const grouping = page.groupings[state.grouping];
  if (!grouping) return box;
  const numbers = grouping.groups.map(side => totalAt(one, totalRow(one, grouping.id, side.id), TOTAL, state.slice));
  const sum = numbers.reduce((a, b) => a + (b || 0), 0);
  const sides = make('div', null, 'sides');
  grouping.groups.forEach((side, i) => {
    const row = totalRow(one, grouping.id, side.id);
    if (row) sides.appendChild(totalBox(one, both(side.label), row, side.id, page.style.groups[i]));
  });
  box.appendChild(sides);
  const fair = grouping.groups.every(side => comparable(one, totalRow(one, grouping.id, side.id)));
  if (sum > 0 && !fair) box.appendChild(make('p', w('total.not_comparable'), 'warning uneven'));
  else if (sum > 0) {
    const bar = make('div', null, 'share');
    bar.setAttribute('role', 'img');
    const said = [];
    grouping.groups.forEach((side, i) => {
      const share = (numbers[i] || 0) / sum, part = make('span', share > 0.12 ? percent(share) : '');
      part.style.flexGrow = share;
      part.style.background = page.style.groups[i];
      bar.appendChild(part);
      said.push(both(side.label) + ' ' + percent(share));
    });
    bar.setAttribute('aria-label', w('group.split') + w('map.colon') + ' ' + said.join(', '));
    box.appendChild(bar);
    const whole = grouping.groups.every(side => {
      const row = totalRow(one, grouping.id, side.id);
      return totalAt(one, row, REPORTING, state.slice) === totalAt(one, row, UNITS, state.slice);
    });
    if (!whole) box.appendChild(make('p', w('total.shares_reported'), 'fine'));
  }
  box.appendChild(make('p', w('group.definition', { definition: both(grouping.definition) }), 'fine'));
  return box;
}
