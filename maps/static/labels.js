// Names on the map: the largest places first, none over another, with a halo.
const pen = document.createElement('canvas').getContext('2d');

function textWidth(text, letter) {
  pen.font = '600 ' + letter + 'px system-ui, sans-serif';
  return pen.measureText(text).width;
}

const leaders = draw('path', { id: 'leaders' }, overlay('labels'));
const labels = units.map((unit, i) => {
  const text = draw('text', { class: 'place', 'text-anchor': 'middle' }, overlay('labels'));
  const name = draw('tspan', { x: 0 }, text);
  name.textContent = unit.name;
  const figureSpan = draw('tspan', { x: 0, dy: '1.15em', class: 'number' }, text);
  const ring = geometry.units[i][0];
  return { text, name, figureSpan, size: L.latLngBounds(ring) };
});
const reserved = [];  // where something else already writes
const around = new Map();  // how far what movements draw on a unit reaches
const replaced = new Set();  // names of countries that something else already shows
const countryLabels = page.context.names.map(entry => {
  const text = draw('text', { class: 'country', 'text-anchor': 'middle' }, overlay('labels'));
  return { text, at: entry.at, names: entry.names };
});

function overlaps(box, boxes) {
  return boxes.some(other => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
}

// The largest figure of each unit over all slices: whose name matters most where few have room, and how
// much room its circle ever takes, so that names stay where they are while time runs.
function peaks(one) {
  const n = one.days.length;
  const largest = unit => one.cells.value.subarray(unit * n, (unit + 1) * n).reduce((a, b) => Math.max(a, b), 0) / one.scale;
  return one.peaks || (one.peaks = units.map((_, unit) => largest(unit)));
}

function everCounted(one, unit) {
  const n = one.days.length;
  return one.cells.status.subarray(unit * n, (unit + 1) * n).some(code => code >= CARRIED);
}

// Where each unit lies on the screen, and the largest circle it ever has.
function boxesOfUnits(one) {
  return labels.map((label, i) => {
    const a = map.latLngToLayerPoint(label.size.getSouthWest()), b = map.latLngToLayerPoint(label.size.getNorthEast());
    const middle = map.latLngToLayerPoint(points[i]), r = around.get(i) || (one.flow || !state.circles ? 0 : radius(one, peaks(one)[i]));
    const most = r - 0.5;  // what only touches it is beside it
    return { i, middle, r, area: [a.x, b.y, b.x, a.y], circle: [middle.x - most, middle.y - most, middle.x + most, middle.y + most] };
  });
}

// Whether a point lies in a unit other than its own, whose name would be read there.
function inAnother(x, y, own, boxes) {
  const point = document.getElementById('strip').createSVGPoint();
  [point.x, point.y] = [x, y];
  return boxes.some(({ i, area }) => i !== own && x > area[0] && x < area[2] && y > area[1] && y < area[3]
    && shapes[i].element.isPointInFill(point));
}

// The frame of the map, and what lies in its corners, where no name can be read.
function frameOfNames() {
  const corner = map.containerPointToLayerPoint([0, 0]), size = map.getSize(), at = map.getContainer().getBoundingClientRect();
  const corners = document.querySelectorAll('#locator, #north, .leaflet-control');
  const furniture = Array.from(corners, part => part.getBoundingClientRect()).map(box => [
    box.left - at.left + corner.x - 2, box.top - at.top + corner.y - 2, box.right - at.left + corner.x + 2, box.bottom - at.top + corner.y + 2,
  ]);
  return { frame: [corner.x, corner.y, corner.x + size.x, corner.y + size.y], furniture };
}

// Where a name may be, from its point: under it, above it, beside it.
function nearby({ r }, half, high, letter, bare) {
  const below = r ? r + letter : letter * 0.3;
  const tries = [[0, below], [0, -r - high + letter], [half + r, 0], [-half - r, 0], [0, below + letter]];
  return bare ? tries.concat([[0, -r - 0.7 * letter], [0, below + 1.6 * letter], [half / 2, below], [-half / 2, below]]) : tries;
}

// The first of them that is free.
function seekPlace({ middle }, tries, half, high, letter, frame, free) {
  const inside = middle.x > frame[0] && middle.x < frame[2] && middle.y > frame[1] && middle.y < frame[3];
  for (const [right, down] of tries) {
    let x = middle.x + right, y = middle.y + down;
    if (inside) {
      x = Math.min(Math.max(x, frame[0] + half), frame[2] - half);
      y = Math.min(Math.max(y, frame[1] + letter), frame[3] - high + letter);
    }
    const box = [x - half, y - letter, x + half, y - letter + high];
    if (free(box, x, y - letter + high / 2)) return { x, y, box };
  }
  return null;
}

// Where a name goes: few units are all named, with their number if they ever have one, in the unit or where a
// line can lead to it; else bare.  Of many, those whose name fits.
function roomFor(unit, one, letter, frame, boxes, taken) {
  const { i, area } = unit, counted = numbered && everCounted(one, i);
  const figure = counted ? people(Math.round(peaks(one)[i])) : '';
  const halves = [textWidth(units[i].name, letter), textWidth(figure, 0.94 * letter)].map(wide => wide / 2 + 3), half = Math.max(...halves);
  if (!numbered && area[2] - area[0] <= half) return null;
  const circles = boxes.filter(other => other.r > 0).map(other => other.circle), aside = numbered ? [-half / 2, 0, half / 2] : [0];
  const inside = (box, x, y) => !overlaps(box, taken) && !overlaps(box, circles) && !aside.some(off => inAnother(x + off, y, i, boxes));
  const beside = (box, x, y) => inside(box, x, y) && canLead(unit, box, boxes, taken);
  const seek = (where, high, bare, free) => seekPlace(unit, where(unit, half, high, letter, bare), half, high, letter, frame, free);
  const led = at => at && Object.assign(at, { link: leader(unit.middle, nearestLine(unit.middle, at, halves, letter)) });
  const bare = at => at && Object.assign(at, { bare: true });
  const tall = 2.4 * letter, low = (numbered ? 1.1 : 1.2) * letter;
  if (!numbered) return seek(nearby, low, false, inside);
  return (counted && (seek(nearby, tall, false, inside) || led(seek(faraway, tall, false, beside))))
    || bare(seek(nearby, low, true, inside) || led(seek(faraway, low, true, beside)));
}

function layLabels() {
  const one = indicator(), { frame, furniture } = frameOfNames(), taken = reserved.concat(furniture);
  const letter = map.getSize().x < 500 ? 11 : 12.5, boxes = boxesOfUnits(one);
  const weight = ({ i, area }) => one.flow || !one.largest ? (area[2] - area[0]) * (area[3] - area[1]) : peaks(one)[i];
  let lines = '';
  for (const unit of boxes.slice().sort((a, b) => weight(b) - weight(a))) {
    const label = labels[unit.i], at = roomFor(unit, one, letter, frame, boxes, taken);
    label.text.style.display = at ? '' : 'none';
    if (!at) continue;
    Object.assign(label, { bare: Boolean(at.bare), led: Boolean(at.link) });
    if (at.link) {
      lines += line(at.link);
      taken.push(...at.link);
    }
    label.text.setAttribute('font-size', letter);
    put(label.text, at, taken, at.box);
  }
  leaders.setAttribute('d', lines);
  for (const label of countryLabels) {
    const at = map.latLngToLayerPoint(label.at), text = both(label.names).toUpperCase();
    setText(label.text, text);
    const half = textWidth(text, 11) * 0.62, box = [at.x - half, at.y - 10, at.x + half, at.y + 4];
    const within = box[0] > frame[0] && box[2] < frame[2] && box[1] > frame[1] && box[3] < frame[3];
    const fits = !replaced.has(label.names[0]) && within && !overlaps(box, taken);
    label.text.style.display = fits ? '' : 'none';
    if (fits) put(label.text, at, taken, box);
  }
  numberLabels();
}

// Where the map itself has not moved: the canvas is painted again, if it has the names.
function layLabelsAnew() {
  layLabels();
  if (!namesTraced || !surface.box) return;
  traceLines();
  paint();
}

// On a line of the screen's pixels, where a browser writes sharply, and alike in a drawing and on a canvas.
function put(text, at, taken, box) {
  const y = Math.round(at.y * devicePixelRatio) / devicePixelRatio;
  taken.push(box);
  text.setAttribute('transform', 'translate(' + at.x.toFixed(1) + ' ' + y.toFixed(2) + ')');
}

function numberLabels() {
  if (!numbered) return;
  labels.forEach((label, unit) => {
    const found = snapshot[unit], told = found.value === null || label.bare ? '' : people(found.value);
    setText(label.figureSpan, told);
    // A name whose number is missing stands in the middle of their place, where the line leads.
    label.name.setAttribute('dy', label.led && !label.bare && !told ? '0.6em' : '0');
  });
}
