// Towns whose people were counted: rings over the units they lie in, never added to them.

function townsHere() {
  return (indicator().towns || []).map(town => {
    const cell = town.cells.find(entry => entry[0] === state.slice);
    return cell && { name: town.name, at: town.at, number: cell[1], age: cell[2], source: page.sources[cell[3] - 1] };
  }).filter(Boolean).sort((a, b) => b.number - a.number);
}

function townTip(town) {
  const one = indicator(), lines = [make('strong', town.name)];
  if (town.number < 0) return lines.concat(make('p', w('tooltip.suppressed'), 'tip-status'));
  lines.push(make('p', people(town.number) + '\u00a0' + unitWord(one), 'tip-value'));
  lines.push(make('p', w('tooltip.reference', { date: dateWords(one.days[state.slice] - town.age) }) + (town.age ? ' (' + ageWords(town.age) + ')' : '')));
  if (town.source) lines.push(make('p', w('tooltip.source', { source: both(town.source.title) }), 'fine'));
  lines.push(make('p', w('map.towns'), 'fine'));
  return lines;
}

function paintTowns() {
  const group = overlay('towns');
  group.textContent = '';
  if (!state.circles) return;
  for (const town of townsHere()) {
    const at = map.latLngToLayerPoint(town.at), r = radius(indicator(), Math.max(town.number, 0)) || page.style.radius[1];
    const ring = draw('circle', {
      class: 'town', cx: at.x, cy: at.y, r: r.toFixed(1), fill: '#fff', 'fill-opacity': 0.25, stroke: page.style.town,
      'stroke-width': 2.2, 'stroke-dasharray': town.age > 31 ? '3 2' : 'none', 'data-value': town.number,
    }, group);
    const say = event => showTip(townTip(town), event.clientX, event.clientY);
    ring.addEventListener('mousemove', say);
    ring.addEventListener('click', say);
    ring.addEventListener('mouseleave', hideTip);
    draw('text', { class: 'place town', x: at.x, y: at.y - r - 4, 'text-anchor': 'middle', 'font-size': 11 }, group).textContent = town.name;
  }
}

function townLegend() {
  const here = townsHere();
  if (!here.length || !state.circles) return;
  const list = make('ul', null, 'towns');
  list.setAttribute('aria-label', w('map.towns'));
  document.getElementById('legend-body').append(make('h3', w('map.towns')), list);
  for (const town of here) {
    const row = make('li', town.name + w('map.colon') + ' ');
    row.appendChild(make('b', town.number < 0 ? w('status.suppressed') : people(town.number)));
    row.appendChild(make('small', ' (' + dateWords(indicator().days[state.slice] - town.age) + ')'));
    list.appendChild(row);
  }
}

if (sheets.towns) {
  const legendAlone = show.legend, unitsPresent = present;
  show.marks = paintTowns;
  show.legend = () => { legendAlone(); townLegend(); };
  // The legend follows the towns of the slice too.
  present = function () {
    return townsHere().reduce((found, town) => found.add('town ' + town.name + town.number), unitsPresent());
  };
}
