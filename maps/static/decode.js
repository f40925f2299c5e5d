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

const STATUSES = ['no_data', 'not_assessed', 'suppressed', 'carried_forward', 'zero', 'value'];
const PARTIAL = 2;  // of the unit only a part is known
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
