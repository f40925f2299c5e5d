// Names on the map: the largest places first, none over another, with a halo.
const pen = document.createElement('canvas').getContext('2d');

function textWidth(text, letter) {
  pen.font = '600 ' + letter + 'px system-ui, sans-serif';
  return pen.measureText(text).width;
}

const labels = units.map((unit, i) => {
  const text = draw('text', { class: 'place', 'text-anchor': 'middle' }, overlay('labels'));
  const name = draw('tspan', { x: 0 }, text);
  name.textContent = unit.name;
  const figureSpan = draw('tspan', { x: 0, dy: '1.15em', class: 'number' }, text);
  const ring = geometry.units[i][0];
  return { text, name, figureSpan, size: L.latLngBounds(ring) };
});
const reserved = [];  // where something else already writes
const replaced = new Set();  // names of countries that something else already shows
const countryLabels = page.context.names.map(entry => {
  const text = draw('text', { class: 'country', 'text-anchor': 'middle' }, overlay('labels'));
  return { text, at: entry.at, names: entry.names };
});

function overlaps(box, boxes) {
  return boxes.some(other => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
}

// The largest figure of a unit over all slices: whose name matters most where few have room, and how
// much room its circle ever takes, so that names stay where they are while time runs.
function peak(one, unit) {
  const n = one.days.length;
  let largest = 0;
  for (let cell = unit * n; cell < (unit + 1) * n; cell++) largest = Math.max(largest, one.cells.value[cell]);
  return largest / one.scale;
}

function layLabels() {
  const corner = map.containerPointToLayerPoint([0, 0]), size = map.getSize();
  const one = indicator(), taken = reserved.slice(), withNumbers = units.length <= 20 && !indicator().flow, letter = map.getSize().x < 500 ? 11 : 12.5;
  const order = labels.map((label, i) => {
    const a = map.latLngToLayerPoint(label.size.getSouthWest()), b = map.latLngToLayerPoint(label.size.getNorthEast());
    return { i, wide: b.x - a.x, weight: withNumbers ? peak(one, i) : (b.x - a.x) * (a.y - b.y) };
  }).sort((a, b) => b.weight - a.weight);
  for (const { i, wide } of order) {
    const label = labels[i], text = units[i].name, middle = map.latLngToLayerPoint(points[i]);
    const half = textWidth(text, letter) / 2 + 3;
    let at = null, box = null, high = withNumbers ? 2.4 * letter : 1.2 * letter;
    const r = one.flow || !state.circles ? 0 : radius(one, peak(one, i));
    const below = r ? r + letter : letter * 0.3;
    const inside = middle.x > corner.x && middle.x < corner.x + size.x;
    const seek = () => {
      const tries = [[0, below], [0, -r - high + letter], [half + r, 0], [-half - r, 0], [0, below + letter]];
      if (label.bare) tries.push([0, -r - 0.7 * letter], [0, below + 1.6 * letter], [half / 2, below], [-half / 2, below]);
      for (const [right, down] of tries) {
        const x = inside ? Math.min(Math.max(middle.x + right, corner.x + half), corner.x + size.x - half) : middle.x + right, y = middle.y + down;
        box = [x - half, y - letter, x + half, y - letter + high];
        if (!overlaps(box, taken)) return { x, y };
      }
      return null;
    };
    at = seek();
    label.bare = !at && withNumbers;
    if (label.bare) {  // No room for name and number: the name alone.
      high = 1.1 * letter;
      at = seek();
    }
    const fits = at && (withNumbers || wide > half * 1.6);
    label.text.style.display = fits ? '' : 'none';
    if (!fits) continue;
    taken.push(box);
    label.text.setAttribute('transform', 'translate(' + at.x.toFixed(1) + ' ' + at.y.toFixed(1) + ')');
    label.text.setAttribute('font-size', letter);
  }
  for (const label of countryLabels) {
    const at = map.latLngToLayerPoint(label.at), text = both(label.names).toUpperCase();
    label.text.textContent = text;
    const half = textWidth(text, 11) * 0.62, box = [at.x - half, at.y - 10, at.x + half, at.y + 4];
    const fits = !replaced.has(label.names[0]) && !overlaps(box, taken) && box[0] > corner.x && box[2] < corner.x + size.x;
    label.text.style.display = fits ? '' : 'none';
    if (fits) taken.push(box);
    label.text.setAttribute('transform', 'translate(' + at.x.toFixed(1) + ' ' + at.y.toFixed(1) + ')');
  }
  numberLabels();
}

function numberLabels() {
  if (units.length > 20 || indicator().flow) return;
  labels.forEach((label, unit) => {
    const found = snapshot[unit];
    setText(label.figureSpan, found.value === null || label.bare ? '' : people(found.value));
  });
}
