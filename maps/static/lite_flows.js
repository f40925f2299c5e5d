// The small page of flows: arrows of the period over the drawing that stands in the file.
const days = sums(page.slices), starts = varints(page.lengths).map((length, i) => days[i] - length);
const MOST = 40, WIDEST = 16;

// All flows as { k, from, to, slice, number }; place 0 is unknown, number -1 suppressed.
const flows = [];
page.kinds.forEach((kind, k) => {
  eachMove(kind, (when, from, to, number) => flows.push({ k, from, to, slice: when, number }));
});
const largest = flows.reduce((most, flow) => Math.max(most, flow.from && flow.to ? flow.number : 0), 1);

function name(place) {
  return place ? both(page.nodes[place - 1][2]) : w('map.unknown_place');
}

function width(number) {
  return Math.max(1.5, (WIDEST * number) / largest);
}

function arrow(flow) {
  const [x, y] = page.nodes[flow.from - 1], [tx, ty] = page.nodes[flow.to - 1], kind = page.kinds[flow.k], wide = width(flow.number);
  const data = { class: 'flow', fill: 'none', stroke: kind.colour, 'stroke-width': wide.toFixed(1), 'stroke-dasharray': wide < 6 && kind.dash ? kind.dash : 'none', 'data-kind': kind.kind, 'data-value': flow.number };
  let line;
  if (flow.from === flow.to) line = draw('circle', Object.assign(data, { cx: x, cy: y, r: 12 }), $('flows'));
  else {
    const dx = tx - x, dy = ty - y, cx = (x + tx) / 2 + dy * 0.18, cy = (y + ty) / 2 - dx * 0.18;
    const far = Math.hypot(tx - cx, ty - cy) || 1, ux = (tx - cx) / far, uy = (ty - cy) / far, head = 10 + wide, wing = 5 + wide * 0.6;
    const px = tx - ux * 5, py = ty - uy * 5, nx = px - ux * head, ny = py - uy * head;
    line = draw('path', Object.assign(data, { d: `M${x} ${y}Q${cx} ${cy} ${nx} ${ny}` }), $('flows'));
    draw('path', { fill: kind.colour, d: `M${px} ${py}L${nx - uy * wing} ${ny + ux * wing}L${nx + uy * wing} ${ny - ux * wing}Z` }, $('flows'));
  }
  for (const type of ['mousemove', 'click']) {
    line.addEventListener(type, () => ($('tip').textContent = name(flow.from) + ' → ' + name(flow.to) + w('map.colon') + ' ' + people(flow.number) + ', ' + both(kind.label)));
  }
}

function show() {
  const here = flows.filter(flow => flow.slice === slice).sort((a, b) => b.number - a.number);
  const known = here.filter(flow => flow.from && flow.to && flow.number > 0), shown = known.slice(0, MOST), places = new Set();
  const add = list => list.reduce((sum, flow) => sum + Math.max(flow.number, 0), 0);
  showTime(days, periodWords(starts[slice], days[slice]));
  for (const id of ['flows', 'names', 'totals', 'legend']) $(id).textContent = '';
  shown.slice().reverse().forEach(flow => {
    places.add(flow.from).add(flow.to);
    arrow(flow);
  });
  for (const place of places) {
    const [x, y] = page.nodes[place - 1];
    draw('circle', { cx: x, cy: y, r: 4, fill: '#fff', stroke: '#222' }, $('names'));
    draw('text', { x, y: y - 8 }, $('names')).textContent = name(place);
  }
  page.kinds.forEach((kind, k) => {
    const part = here.filter(flow => flow.k === k);
    if (part.length) totalLine(both(kind.label), people(add(part)), { group: kind.kind, value: add(part) }, kind.colour);
  });
  const all = add(here);
  const percent = part => decimal(all ? (part / all) * 100 : 0, 0) + '\u00a0%';
  $('legend').appendChild(make('p', w('flow.shown', { shown: shown.length, count: here.length, share: percent(add(shown)) })));
  $('legend').appendChild(make('p', w('flow.unknown_origin', { share: percent(add(here.filter(flow => !flow.from || !page.nodes[flow.from - 1][3]))) })));
  $('legend').appendChild(make('p', w('legend.width')));
  const body = document.querySelector('#table tbody');
  body.textContent = '';
  here.slice(0, 200).forEach(flow => {
    const row = make('tr', '');
    row.append(make('td', name(flow.from)), make('td', name(flow.to)), make('td', both(page.kinds[flow.k].label)), make('td', flow.number < 0 ? w('status.suppressed') : people(flow.number)));
    body.appendChild(row);
  });
  keep('#d=' + iso(days[slice]) + '&l=' + lang);
}

const wantedDay = days.indexOf(Date.parse(asked.get('d')) / DAY);
slice = wantedDay < 0 ? days.length - 1 : wantedDay;
control(() => days.length, () => {}, show);
