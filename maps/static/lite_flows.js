// The small page of flows: arrows of the period over the drawing that stands in the file.
const days = sums(page.slices), starts = varints(page.lengths).map((length, i) => days[i] - length);
const MOST = 40, WIDEST = 16, ONE_WIDTH = 2.5, kinds = page.kinds;

// All flows as { k, from, to, slice, number }; place 0 is unknown, number -1 suppressed.
const flows = [];
kinds.forEach((kind, k) => {
  eachMove(kind, (when, from, to, number) => flows.push({ k, from, to, slice: when, number }));
});
// x, y, names, whether its region is known; without x and y what lies outside the map.
const node = place => page.nodes[place - 1];
const onMap = flow => [flow.from, flow.to].every(place => !place || node(place)[0] !== null);
const drawable = flow => (flow.from || flow.to) && flow.number > 0 && onMap(flow);
const isArrow = flow => flow.from && flow.to && flow.from !== flow.to;
const largest = flows.reduce((most, flow) => (isArrow(flow) && drawable(flow) && ofPeople(flow) ? Math.max(most, flow.number) : most), 1);

function name(place) {
  return place ? both(node(place)[2]) : w('map.unknown_place');
}

function width(flow) {
  return ofPeople(flow) ? Math.max(1.5, (WIDEST * flow.number) / largest) : ONE_WIDTH;
}

function drawFlow(flow) {
  const [x, y] = node(flow.from || flow.to), kind = kinds[flow.k], wide = isArrow(flow) ? width(flow) : Math.min(width(flow), 8);
  const data = { class: 'flow', fill: 'none', stroke: kind.colour, 'stroke-width': wide.toFixed(1), 'stroke-dasharray': wide < 6 && kind.dash ? kind.dash : 'none', 'data-kind': kind.kind, 'data-value': flow.number };
  let line;
  if (!isArrow(flow)) line = draw('circle', Object.assign(data, { cx: x, cy: y, r: 12, 'stroke-dasharray': flow.from && flow.to ? 'none' : '4 3' }), $('flows'));
  else {
    const [tx, ty] = node(flow.to), shape = arrow({ x, y }, { x: tx, y: ty }, wide);
    line = draw('path', Object.assign(data, { d: shape.body }), $('flows'));
    draw('path', { fill: kind.colour, d: shape.head }, $('flows'));
  }
  for (const type of ['mousemove', 'click']) {
    line.addEventListener(type, () => ($('tip').textContent = name(flow.from) + ' → ' + name(flow.to) + w('map.colon') + ' ' + people(flow.number) + '\u00a0' + unitWord(kind) + ', ' + both(kind.label)));
  }
}

// What is shown, and what of the rest cannot be.
function legend(here, shown) {
  const unknown = here.filter(flow => !flow.from || !node(flow.from)[3]), shares = sharesOf(unknown, here);
  const outside = here.filter(flow => !onMap(flow)), lost = here.filter(flow => !flow.from && !flow.to), lines = [shownWords(shown, here)];
  if (shares) lines.push(labelled('flow.unknown_origin', shares));
  if (lost.length) lines.push(labelled('flow.not_drawn', amountsOf(lost, here)));
  if (outside.length) lines.push(labelled('flow.outside', amountsOf(outside, here)));
  const others = new Set(here.filter(flow => !ofPeople(flow)).map(flow => unitWord(kinds[flow.k])));
  lines.push(w('legend.width'));
  if (others.size) lines.push(w('flow.one_width', { units: Array.from(others).join(', ') }));
  lines.push(w('flow.rings'));
  $('legend').append(...lines.map(text => make('p', text)));
}

function show() {
  const here = flows.filter(flow => flow.slice === slice).sort(bySize), shown = here.filter(drawable).slice(0, MOST), places = new Set();
  showTime(days, periodWords(starts[slice], days[slice]));
  for (const id of ['flows', 'names', 'totals', 'legend']) $(id).textContent = '';
  shown.slice().reverse().forEach(flow => {
    for (const place of [flow.from, flow.to]) if (place) places.add(place);
    drawFlow(flow);
  });
  for (const place of places) {
    const [x, y] = node(place);
    draw('circle', { cx: x, cy: y, r: 4, fill: '#fff', stroke: '#222' }, $('names'));
    draw('text', { x, y: y - 8 }, $('names')).textContent = name(place);
  }
  kinds.forEach((kind, k) => {
    const part = here.filter(flow => flow.k === k), known = part.filter(flow => flow.number >= 0), sum = addUp(known)[kind.unit] || 0;
    if (!part.length) return;
    totalLine(both(kind.label) + ' (' + unitWord(kind) + ')', known.length ? people(sum) : w('status.suppressed'), { group: kind.kind, value: known.length ? sum : '' }, kind.colour);
    if (known.length && known.length < part.length) $('totals').lastChild.append(' ' + w('map.hidden'));
  });
  legend(here, shown);
  const body = document.querySelector('#table tbody');
  body.textContent = '';
  here.slice(0, 200).forEach(flow => {
    const row = make('tr', '');
    row.append(make('td', name(flow.from)), make('td', name(flow.to)), make('td', both(kinds[flow.k].label)), make('td', countedWords(flow)));
    body.appendChild(row);
  });
  keep('#d=' + iso(days[slice]) + '&l=' + lang);
}

const wanted = days.filter(day => day <= Date.parse(asked.get('d')) / DAY).length;
slice = (wanted || days.length) - 1;
control(() => days.length, drawAges, show);
