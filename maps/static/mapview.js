// The map: background, units, circles, lines and labels, in panes of their own, without tiles.
document.documentElement.className = '';
align(document.getElementById('map'));
const FARTHEST = 3;  // from much farther away nothing could be read
const map = L.map('map', {
  attributionControl: false, zoomControl: false, zoomSnap: 0.1, zoomDelta: 0.5, minZoom: FARTHEST, maxZoom: 10,
  wheelPxPerZoomLevel: 120, maxBoundsViscosity: 0.8, fadeAnimation: false,
  zoomAnimation: !matchMedia('(prefers-reduced-motion: reduce)').matches,
});
const ink = page.style.base;
// Leaflet is to move its drawings in the plane, as it does in old browsers: each that it moves in space is a layer
// of its own, to be put together in every step of time.  Only while the map is drawn along it is kept as one.
L.Browser.ie3d = true;
map.on('movestart', () => map.getContainer().classList.add('moving'));
map.on('moveend', () => map.getContainer().classList.remove('moving'));

// Leaflet takes its own points as they are and copies any other: neighbours share them.
const geometry = decodeUnits(page.geometry, units.length, L.latLng);
const home = L.latLngBounds([].concat(...geometry.units.map(rings => rings[0])));
// Flows reach beyond the country: their far ends belong in the picture.
const ends = page.flows ? page.flows.others.map(other => other.at).filter(Boolean) : [];
const framed = L.latLngBounds([home.getSouthWest(), home.getNorthEast(), ...ends]);
const air = ends.length ? [36, 26] : [8, 8];
map.fitBounds(framed, { padding: air, animate: false });
map.setMaxBounds(framed.pad(0.6));
// Drawings one over the other: at the bottom surroundings and units, part of the page; on them a canvas for what changes
// with time, which lets the pointer through to the units; lines that are laid out for it but not shown; above it, where
// there is any, what stands still, and on top what changes.  Each more would be blended over the whole map in every step:
// names that never change lie at the bottom and on the canvas, unless something is drawn over it that they have to cover.
const numbered = units.length <= 20 && !page.flows, sites = page.reintegration ? page.reintegration.sites : [];
const namesTraced = !numbered && !page.flows && !sites.length, NAMES = ['labels'];
const sheets = {};
[
  ['surroundings', 'ground', 'water', 'units', ...(namesTraced ? NAMES : [])],
  ['traced', 'rims', 'borders', 'lines'],
  ['below'],
  ['above', ...(page.indicators.some(one => (one.towns || []).length) ? ['towns'] : []), ...(sites.length ? ['sites'] : [])],
  ['top', ...(page.flows ? ['flows'] : []), 'picked', ...(namesTraced ? [] : NAMES)],
].forEach(([pane, ...names], i) => {
  map.createPane(pane).style.zIndex = 207 + i;
  const renderer = names.length && L.svg({ pane, padding: 0.3 }).addTo(map);
  for (const name of names) sheets[name] = { renderer, group: draw('g', {}, renderer._rootGroup) };
});

function overlay(name) {
  return sheets[name].group;
}

// Puts a shape of Leaflet's on a sheet.
function lay(name, shape, points, style) {
  const layer = shape(points, Object.assign({ renderer: sheets[name].renderer, smoothFactor: 0.6 }, style)).addTo(map);
  sheets[name].group.appendChild(layer.getElement());
  return layer;
}

function layLine(name, parts, style) {
  return lay(name, L.polyline, parts, Object.assign({ interactive: false }, style));
}

// The units as pointers, keyboards and screen readers meet them; what they look like is on the canvas.
const shapes = geometry.units.map((rings, unit) => {
  const shape = lay('units', L.polygon, rings, { className: 'unit', stroke: false, fill: false }), element = shape.getElement();
  element.setAttribute('data-pcode', units[unit].pcode);
  return { shape, element };
});

let contextDecoded = null;
function contextShapes() {
  const countries = page.context.countries;
  return contextDecoded || (contextDecoded = decodeUnits(countries, countries.count));
}

// The borders between the neighbours: the country's own are drawn as its units have them.
function bordersBeyond() {
  const { arcs, sides } = contextShapes(), { home: own } = page.context.countries;
  return arcs.filter((arc, i) => !sides[i].some(country => own.includes(country)));
}

// Where the surroundings end: the least and the greatest latitude, and longitude.
function contextEnds() {
  const every = contextShapes().arcs.flat();
  return [0, 1].map(i => every.reduce(([low, high], at) => [Math.min(low, at[i]), Math.max(high, at[i])], [90, -90]));
}

// Towards the straight edges where the surroundings were cut, sea, borders and rivers fade away.
const FADE = 2.5;
function fade(seas) {
  const [[south, north], [, east]] = contextEnds(), west = home.getWest() - 60, ocean = Math.min(...seas.flat(2).map(at => at[1]));
  const veil = (id, from, to, [x1, y1, x2, y2], room) => {
    if (room <= 0) return;
    const defs = draw('defs', {}, overlay('water')), gradient = draw('linearGradient', { id, x1, y1, x2, y2 }, defs);
    for (const [offset, opacity] of [[0, 0], [0.9, 1]]) draw('stop', { offset, 'stop-color': ink.neighbour, 'stop-opacity': opacity }, gradient);
    const [[s, w], [n, e]] = [from, to];
    lay('water', L.polygon, [[s, w], [s, e], [n, e], [n, w]], { interactive: false, stroke: false, noClip: true, fillColor: 'url(#' + id + ')', fillOpacity: 1, className: 'fade' });
  };
  const up = Math.min(FADE, north - home.getNorth()), down = Math.min(FADE, home.getSouth() - south), right = Math.min(FADE, east - home.getEast());
  veil('fade-n', [north - up, west], [north + up / 4, east], [0, 1, 0, 0], up);
  veil('fade-s', [south - down / 4, west], [south + down, east], [0, 0, 0, 1], down);
  veil('fade-e', [south, east - right], [north, east + right / 4], [0, 0, 1, 0], right);
  veil('fade-w', [south, ocean - FADE / 4], [north, ocean + FADE], [1, 0, 0, 0], home.getWest() - FADE - ocean);
}

// The neighbours without the straight edges where their outline was cut.
function inland(arcs) {
  const ends = contextEnds();
  const cut = at => at[0] <= ends[0][0] + 0.05 ? 's' : at[0] >= ends[0][1] - 0.05 ? 'n' : at[1] >= ends[1][1] - 0.05 ? 'e' : '';
  const found = [];
  for (const arc of arcs) {
    let line = [arc[0]];
    for (let i = 1; i < arc.length; i++) {
      if (cut(arc[i]) && cut(arc[i]) === cut(arc[i - 1])) {
        found.push(line);
        line = [];
      }
      line.push(arc[i]);
    }
    found.push(line);
  }
  return found.filter(line => line.length > 1);
}

function ground() {
  const context = page.context, grid = context.grid;
  const lines = text => (text ? decodeArcs(text, grid) : []);
  const area = (name, rings, fillColor) => lay(name, L.polygon, rings, { interactive: false, stroke: false, fillColor, fillOpacity: 1 });
  const seas = context.sea ? decodeUnits(context.sea, context.sea.count).units : [];
  for (const rings of seas) area('ground', rings, ink.sea);
  if (context.countries) layLine('ground', inland(bordersBeyond()), { color: ink.neighbour_border, weight: 1 });
  for (const line of lines(context.rivers)) layLine('water', line, { color: ink.river, weight: 1.3, className: 'river' });
  for (const ring of lines(context.lakes)) area('water', ring, ink.lake);
  if (context.countries) fade(seas);
}

// Each border once; under them once more, white and wider: a border is seen between white units and on a hatch.
function drawRims() {
  for (const [color, weight] of [[ink.halo, 2.4], [ink.unit_border, 0.8]]) layLine('rims', geometry.arcs, { color, weight });
}

// Lines that follow from the arcs: outline, borders of the units above, limit of the grouping.
function arcsBetween(differ) {
  return geometry.arcs.filter((arc, i) => {
    const sides = geometry.sides[i];
    return sides.length === 1 ? differ === null : differ !== null && differ(sides[0], sides[1]);
  });
}

let split = [];
function drawSplit() {
  split.forEach(line => line.remove());
  const sides = page.groupings.length ? page.groupings[state.grouping].sides : '';
  const line = arcsBetween((a, b) => sides[a] !== sides[b]);
  split = !line.length ? [] : [
    layLine('lines', line, { color: ink.halo, weight: 5, opacity: 0.85, lineCap: 'butt' }),
    layLine('lines', line, { color: ink.group_line, weight: 2.2, dashArray: '9 5', className: 'split', lineCap: 'butt' }),
  ];
  traceLines();
}

function drawLines() {
  if (parents.length) {
    layLine('borders', arcsBetween((a, b) => parents[a] !== parents[b]), { color: ink.country_border, weight: 1, opacity: 0.55 });
  }
  layLine('borders', arcsBetween(null), { color: ink.country_border, weight: 1.4 });
}
