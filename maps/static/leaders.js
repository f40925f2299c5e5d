// Lines that lead from a unit to its name and number, where they stand beside the country.
const LINK = 4;

// Where a name may be that finds no room by its point: in rings around it.
function faraway({ r }, half, high, letter) {
  const rings = [2, 3.5, 5, 7, 9].map(far => Array.from({ length: 16 }, (_, i) => [i * Math.PI / 8, r + far * letter]));
  return rings.flat().map(([turn, far]) => [Math.cos(turn) * (far + half), Math.sin(turn) * (far + high / 2) + letter - high / 2]);
}

// Of the lines of text in a box, name and number, the one that lies nearest to a point.
function nearestLine({ x, y }, { x: middle, box }, halves, letter) {
  const rows = box[3] - box[1] > 2 * letter ? halves : halves.slice(0, 1), high = (box[3] - box[1]) / rows.length;
  const lines = rows.map((half, i) => [middle - half, box[1] + i * high, middle + half, box[1] + (i + 1) * high]);
  const away = ([left, top, right, bottom]) => Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
  return lines.sort((a, b) => away(a) - away(b))[0];
}

// The line from the point, or from the mark that stands on it, to the nearest side of the box, in small boxes that
// touch: nothing else may lie on it.
function leader({ x, y }, [left, top, right, bottom]) {
  const across = Math.min(Math.max(x, left), right) - x, down = Math.min(Math.max(y, top), bottom) - y;
  const count = Math.max(1, Math.ceil(Math.hypot(across, down) / LINK));
  const marks = reserved.filter(mark => x > mark[0] && x < mark[2] && y > mark[1] && y < mark[3]);
  return Array.from({ length: count + 1 }, (_, i) => [x + across * i / count, y + down * i / count])
    .map(([px, py]) => [px - LINK / 2, py - LINK / 2, px + LINK / 2, py + LINK / 2])
    .filter((part, i) => i === count || !overlaps(part, marks));
}

function line(link) {
  const [from, to] = [link[0], link[link.length - 1]].map(box => Math.round(box[0] + LINK / 2) + ' ' + Math.round(box[1] + LINK / 2));
  return 'M' + from + 'L' + to;
}

// A name that a line leads to is on no other unit at all, and the line on no other name, line or point.
function canLead({ i, middle }, box, boxes, taken) {
  const [left, top, right, bottom] = box, around = ({ x, y }) => [x - LINK, y - LINK, x + LINK, y + LINK];
  const others = boxes.filter(other => other.i !== i).map(other => around(other.middle));
  const within = [left, right].some(x => [top, bottom].some(y => inAnother(x, y, i, boxes)));
  return !within && !leader(middle, box).some(part => overlaps(part, taken) || overlaps(part, others));
}
