// Drawing flows: arrows and rings, their width by people; what is counted otherwise has one width.
const WIDEST = 15, THINNEST = 1.1, ONE_WIDTH = 2;
const flowLayer = draw('g', {}, overlay('flows'));
let drawn = [];

function peopleWidth(number) {
  return Math.max(THINNEST, (WIDEST * radiusScale() * number) / largestFlow());
}

function flowWidth(entry) {
  return ofPeople(entry) ? peopleWidth(entry.number) : ONE_WIDTH;
}

function drawArrow(entry, under) {
  const from = map.latLngToLayerPoint(node(entry.from).at), to = map.latLngToLayerPoint(node(entry.to).at);
  const width = flowWidth(entry), shape = arrow(from, to, width), kind = kinds[entry.k];
  if (under) draw('path', { d: shape.body, fill: 'none', stroke: '#fff', 'stroke-width': width + 2, 'stroke-opacity': 0.8 }, flowLayer);
  const grip = draw('path', { class: 'grip', d: shape.body, fill: 'none', stroke: '#fff', 'stroke-opacity': 0, 'stroke-width': Math.max(width, 12) }, flowLayer);
  const line = draw('path', {
    class: 'flow', d: shape.body, fill: 'none', stroke: kind.colour, 'stroke-width': width.toFixed(2), 'stroke-opacity': 0.88,
    'data-kind': kind.kind, 'data-origin': entry.from, 'data-destination': entry.to, 'data-value': entry.number,
  }, flowLayer);
  if (kind.dash && width < 6) line.setAttribute('stroke-dasharray', kind.dash);
  const head = draw('path', { class: 'head', d: shape.head, fill: kind.colour, stroke: '#fff', 'stroke-width': 0.6 }, flowLayer);
  for (const element of [line, head, grip]) {
    element.ends = [entry.from, entry.to];
    const at = event => showTip(flowTip(entry), event.clientX, event.clientY);
    element.addEventListener('mousemove', at);
    element.addEventListener('click', at);
    element.addEventListener('mouseleave', hideTip);
  }
}

// No name stands on what is drawn at a place.
function keepRoom(id, r) {
  const { x, y } = map.latLngToLayerPoint(node(id).at), unit = Number(id.slice(1));
  if (id[0] === 'u') around.set(unit, Math.max(r, around.get(unit) || 0));
  else reserved.push([x - r, y - r, x + r, y + r]);
}

// People who moved inside one place, or whose other end nobody wrote (dashed): a ring at its node.
function drawRing(entry) {
  const middle = map.latLngToLayerPoint(node(entry.from || entry.to).at), kind = kinds[entry.k], width = Math.min(flowWidth(entry), 8);
  const ring = draw('circle', {
    class: 'flow ring', cx: middle.x, cy: middle.y, r: 9 + width / 2 + entry.k, fill: 'none', stroke: kind.colour, 'stroke-width': width.toFixed(2),
    'stroke-opacity': 0.85, 'stroke-dasharray': entry.from && entry.to ? 'none' : '4 3', 'data-kind': kind.kind, 'data-origin': entry.from, 'data-destination': entry.to, 'data-value': entry.number,
  }, flowLayer);
  ring.ends = [entry.from, entry.to];
  keepRoom(entry.from || entry.to, 9 + width + entry.k);
  const at = event => showTip(flowTip(entry), event.clientX, event.clientY);
  ring.addEventListener('mousemove', at);
  ring.addEventListener('click', at);
  ring.addEventListener('mouseleave', hideTip);
}

function flowTip(entry) {
  const kind = kinds[entry.k], same = entry.from === entry.to;
  const lines = [make('strong', same ? nodeName(entry.from) : nodeName(entry.from) + ' → ' + nodeName(entry.to))];
  lines.push(make('p', people(entry.number) + '\u00a0' + unitWord(kind), 'tip-value'));
  lines.push(make('p', both(kind.label) + (same ? ', ' + w('flow.within') : '')));
  lines.push(make('p', periodWords(axis.starts[state.slice], axis.days[state.slice])));
  if (entry.hidden) lines.push(make('p', w('map.hidden'), 'fine'));
  if (!kind.matrix) lines.push(make('p', w('flow.not_matrix'), 'fine'));
  return lines;
}

function touches(entry) {
  return flowState.only === null || entry.from === flowState.only || entry.to === flowState.only;
}

// What of a slice is drawn, and what the page says about the rest.  The threshold is one of people.
function chosenFlows() {
  const every = sumSlice(state.slice), drawable = every.filter(entry => (entry.from || entry.to) && onMap(entry));
  const usable = drawable.filter(entry => entry.number >= Math.max(1, ofPeople(entry) ? flowState.threshold : 1) && touches(entry));
  return {
    every, shown: usable.slice(0, flowState.top),
    unknown: every.filter(entry => !entry.from || node(entry.from).vague),
    lost: every.filter(entry => !entry.from && !entry.to), outside: every.filter(entry => !onMap(entry)),
  };
}

// Only the movements of one place stay strong; null brings all back.
function dimOthers(id) {
  for (const element of flowLayer.children) {
    if (element.ends) element.classList.toggle('dim', id !== null && !element.ends.includes(id));
  }
}

function isolate(id) {
  flowState.only = flowState.only === id ? null : id;
  changed('slice');
}

// The name of a place that is no unit of the map; `lift` is how far above its point it stands.
function nameEnd(id, lift) {
  const at = map.latLngToLayerPoint(node(id).at), left = map.containerPointToLayerPoint([0, 0]).x, wide = map.getSize().x;
  const half = textWidth(nodeName(id), 12) / 2 + 3, inside = at.x > left && at.x < left + wide;
  const x = inside ? Math.min(Math.max(at.x, left + half), left + wide - half) : at.x, y = at.y - lift;
  reserved.push([x - half, y - 12, x + half, y + 4]);
  draw('text', { class: 'place', x, y, 'text-anchor': 'middle', 'font-size': 12 }, flowLayer).textContent = nodeName(id);
}

function drawEnd(id) {
  const at = map.latLngToLayerPoint(node(id).at), vague = node(id).vague;
  const dot = draw('circle', { class: 'node', cx: at.x, cy: at.y, r: vague ? 6 : 3.4, fill: '#fff', stroke: '#222', 'stroke-width': 1.4, 'stroke-dasharray': vague ? '2 2' : 'none' }, flowLayer);
  const reach = draw('circle', { class: 'reach', cx: at.x, cy: at.y, r: 14, fill: '#fff', 'fill-opacity': 0 }, flowLayer);
  keepRoom(id, vague ? 8 : 5);
  for (const element of [dot, reach]) {
    element.addEventListener('mouseenter', () => dimOthers(id));
    element.addEventListener('mouseleave', () => dimOthers(flowState.only));
    element.addEventListener('click', () => isolate(id));
  }
}

let chosen = null;
function paintFlows() {
  chosen = chosenFlows();
  flowLayer.textContent = '';
  replaced.clear();
  around.clear();
  reserved.length = 0;
  const ends = new Set(), ringed = new Set(), rings = [], arrows = [];
  for (const entry of chosen.shown) (entry.from && entry.to && entry.from !== entry.to ? arrows : rings).push(entry);
  arrows.reverse();
  for (const entry of arrows) {
    ends.add(entry.from).add(entry.to);
    drawArrow(entry, chosen.shown.length <= 120);
  }
  for (const entry of rings) {
    ringed.add(entry.from || entry.to);
    drawRing(entry);
  }
  for (const id of [...ends, ...ringed]) replaced.add(node(id).names[0]);
  for (const label of countryLabels) if (replaced.has(label.names[0])) label.text.style.display = 'none';
  for (const id of ends) {
    drawEnd(id);
    if (id[0] !== 'u') nameEnd(id, ringed.has(id) ? 20 : 9);
  }
  for (const id of ringed) if (!ends.has(id) && id[0] !== 'u') nameEnd(id, 20);
}
