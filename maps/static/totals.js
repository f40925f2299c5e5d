// Totals of the slice: the country, both sides, their shares, how many units reported.
const TOTAL = 0, REPORTING = 1, UNITS = 2, OLDER = 3, UNPLACED = 4;

function totalRow(one, grouping, side) {
  return one.totals.find(row => row.grouping === grouping && row.group === side);
}

function totalAt(one, row, line, slice) {
  const cell = line * one.days.length + slice;
  return row && row.status[cell] >= CARRIED ? row.value[cell] / (line === TOTAL || line > UNITS ? one.scale : 1) : null;
}

// The box is made once for an indicator; what follows the slice is set in it anew, and only where it
// differs, so that the rest is not laid out again.
let follow = [];

// Stands in the box, where it was put, only as long as `shown` says so.
function standing(box, element, shown) {
  const place = box.appendChild(document.createTextNode(''));
  follow.push(() => {
    const here = Boolean(shown());
    if (here && !element.parentNode) place.after(element);
    else if (!here && element.parentNode) element.remove();
  });
  return element;
}

function told(box, tag, className, text) {
  const element = make(tag, null, className);
  let said = '';
  follow.push(() => (said = text() || '') && setText(element, said));
  return standing(box, element, () => said);
}

function totalBox(label, side, colour, number) {
  const box = make('div', null, 'total'), name = make('span', label, 'total-name');
  box.dataset.group = side;
  if (colour) name.style.setProperty('--side', colour);
  box.appendChild(name);
  follow.push(() => {
    const value = number() === null ? '' : String(number());
    if (box.dataset.value !== value) box.dataset.value = value;
  });
  told(box, 'strong', null, () => (number() === null ? '–' : people(number())));
  return box;
}

function countryBox(one, row) {
  const at = line => totalAt(one, row, line, state.slice);
  const box = totalBox(w('total.reported') + (one.unit === 'people' ? '' : ' (' + unitWord(one) + ')'), 'MLI', null, () => at(TOTAL));
  told(box, 'small', null, () => at(UNITS) !== null && plural('total.coverage', at(REPORTING) || 0, { reporting: people(at(REPORTING) || 0), units: people(at(UNITS)) }));
  told(box, 'small', null, () => at(OLDER) && w('total.carried', { people: people(at(OLDER)) }));
  told(box, 'small', null, () => at(UNPLACED) && w('total.unplaced', { people: people(at(UNPLACED)) }));
  return box;
}

function sideBox(one, row, side, colour) {
  const at = line => totalAt(one, row, line, state.slice);
  const box = totalBox(both(side.label), side.id, colour, () => at(TOTAL));
  told(box, 'small', null, () => at(UNITS) && at(REPORTING) < at(UNITS)
    && plural('total.side', at(REPORTING) || 0, { reporting: people(at(REPORTING) || 0), units: people(at(UNITS)) }));
  return box;
}

// Two sides can be compared when most units of each reported; else the share shows who counted.
function comparable(one, row) {
  const number = totalAt(one, row, TOTAL, state.slice), count = totalAt(one, row, UNITS, state.slice);
  return number !== null && (!count || totalAt(one, row, REPORTING, state.slice) >= page.coverage.sides * count);
}

// The bar of the shares, and what has to be known before they are believed.
function shareBar(one, grouping, rows, box) {
  const number = i => totalAt(one, rows[i], TOTAL, state.slice) || 0;
  const sum = () => rows.reduce((all, row, i) => all + number(i), 0);
  const fair = () => rows.every(row => comparable(one, row)), whole = row => totalAt(one, row, REPORTING, state.slice) === totalAt(one, row, UNITS, state.slice);
  told(box, 'p', 'warning uneven', () => sum() > 0 && !fair() && w('total.not_comparable'));
  const shown = () => sum() > 0 && fair(), bar = standing(box, make('div', null, 'share'), shown);
  const parts = grouping.groups.map(() => bar.appendChild(make('span')));
  bar.setAttribute('role', 'img');
  follow.push(() => {
    if (!shown()) return;
    const all = sum(), shares = parts.map((part, i) => number(i) / all);
    let end = 0;
    const stops = shares.map((share, i) => page.style.groups[i] + ' ' + end + '% ' + (end += share * 100) + '%');
    bar.style.background = 'linear-gradient(to right, ' + stops.join() + ')';
    parts.forEach((part, i) => {
      part.style.flexGrow = shares[i];
      setText(part, shares[i] > 0.12 ? percent(shares[i]) : '');
    });
    const said = grouping.groups.map((side, i) => both(side.label) + ' ' + percent(shares[i]));
    bar.setAttribute('aria-label', w('group.split') + w('map.colon') + ' ' + said.join(', '));
  });
  told(box, 'p', 'fine', () => shown() && !rows.every(whole) && w('total.shares_reported'));
}

const totalsBody = steady(document.getElementById('totals-body'));

function drawTotals(what) {
  if (what !== 'slice') layTotals(indicator());
  for (const set of follow) set();
}

function layTotals(one) {
  const country = totalRow(one, 'country', 'MLI'), grouping = page.groupings[state.grouping], box = totalsBody;
  box.style.minHeight = box.textContent = '';
  follow = [];
  if (country) box.appendChild(countryBox(one, country));
  if (one.published) publishedBox(one, box);
  if (!grouping) return;
  const rows = grouping.groups.map(side => totalRow(one, grouping.id, side.id)), sides = box.appendChild(make('div', null, 'sides'));
  grouping.groups.forEach((side, i) => rows[i] && sides.appendChild(sideBox(one, rows[i], side, page.style.groups[i])));
  shareBar(one, grouping, rows, box);
  box.appendChild(make('p', w('group.definition', { definition: both(grouping.definition) }), 'fine'));
}
