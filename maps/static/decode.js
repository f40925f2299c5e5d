// Reads back what maps/encode*.py wrote: base-45 varints in printable characters.
const HALF = 45;
const DIGIT = new Int16Array(128);
for (let code = 0x21, place = 0; code < 0x7f; code++) {
  if (code !== 0x22 && code !== 0x5c && code !== 0x3c && code !== 0x60) DIGIT[code] = place++;
}

function varints(text) {
  const found = [];
  let value = 0, scale = 1;
  for (let i = 0; i < text.length; i++) {
    const digit = DIGIT[text.charCodeAt(i)];
    if (digit < HALF) {
      found.push(value + digit * scale);
      value = 0;
      scale = 1;
    } else {
      value += (digit - HALF) * scale;
      scale *= HALF;
    }
  }
  return found;
}

function signed(n) {
  return n % 2 ? -(n + 1) / 2 : n / 2;
}

function sums(text) {
  let last = 0;
  return varints(text).map(n => (last += signed(n)));
}

// Residuals on a predicted row: a Map from place to number.
function sparse(text) {
  const cells = new Map(), stream = varints(text || '');
  for (let i = 0, at = -1; i < stream.length; i += 2) {
    at += stream[i] + 1;
    cells.set(at, signed(stream[i + 1]));
  }
  return cells;
}

function decodeArcs(text, grid) {
  const stream = varints(text), arcs = [];
  let x = 0, y = 0;
  for (let i = 0; i < stream.length;) {
    const points = [];
    for (let left = stream[i++]; left > 0; left--) {
      x += signed(stream[i++]);
      y += signed(stream[i++]);
      points.push([grid[1] + y * grid[2], grid[0] + x * grid[2]]);
    }
    arcs.push(points);
  }
  return arcs;
}

// Returns the rings of each unit and, for each arc, the units on its two sides.
function decodeUnits(geometry, count) {
  const arcs = decodeArcs(geometry.arcs, geometry.grid);
  const stream = varints(geometry.rings), sides = arcs.map(() => []), units = [];
  let at = 0, used = 0;
  for (let unit = 0; unit < count; unit++) {
    const rings = [];
    for (let n = stream[at++]; n > 0; n--) {
      const ring = [];
      for (let m = stream[at++]; m > 0; m--) {
        const reference = stream[at++];
        let arc = used, backwards = false;
        if (reference === 0) used++;
        else {
          arc = used - 1 - Math.floor((reference - 1) / 2);
          backwards = reference % 2 === 0;
        }
        sides[arc].push(unit);
        const points = backwards ? arcs[arc].slice().reverse() : arcs[arc];
        for (let k = ring.length ? 1 : 0; k < points.length; k++) ring.push(points[k]);
      }
      rings.push(ring);
    }
    units.push(rings);
  }
  return { units, arcs, sides };
}

const STATUSES = ['no_data', 'not_assessed', 'suppressed', 'carried_forward', 'zero', 'value'];
const NO_DATA = 0, CARRIED = 3, ZERO = 4, VALUE = 5;

// Returns `value` and `status` of row × slice, row after row; a number only from CARRIED upwards.
function decodeValues(text, rows, slices) {
  const stream = varints(text), cells = rows * slices;
  const value = new Float64Array(cells), status = new Uint8Array(cells);
  let at = 0, token = 0, times = 0, number = 0;
  for (let cell = 0; cell < cells; cell++) {
    if (cell % slices === 0) number = 0;
    if (times > 0) times--;
    else {
      const next = stream[at++];
      if (next === 5) times = stream[at++] - 1;
      else token = next;
    }
    if (token === 4) number += signed(stream[at++]);
    else if (token > 5) number += signed(token - 6);
    status[cell] = token < 4 ? token : token === 4 ? CARRIED : number === 0 ? ZERO : VALUE;
    if (status[cell] >= CARRIED) value[cell] = number;
  }
  return { value, status };
}
