// Flows: decoding, adding up at a level, and what is known of a place in a period.
const flows = page.flows, kinds = flows.kinds;
const flowState = { level: 'unit', top: 50, threshold: 0, off: new Set(), only: null };
const otherFrom = units.length + 1;
const COUNTRY = 'MLI';

// How the address names a kind; one counted in two units has two names.
function kindKey(k) {
  const { kind, unit } = kinds[k];
  return kinds.findIndex(other => other.kind === kind) < k ? kind + '-' + unit : kind;
}

// The address keeps level (v), kinds left out (x), number of flows (n), threshold (t) and the one place (p).
function writeFlows() {
  const extra = { v: flowState.level };
  if (flowState.off.size) extra.x = Array.from(flowState.off, kindKey).join('.');
  if (flowState.top !== 50) extra.n = flowState.top;
  if (flowState.threshold) extra.t = flowState.threshold;
  if (flowState.only) extra.p = flowState.only;
  return extra;
}

function readFlows() {
  const parts = hashParts(), off = (parts.get('x') || '').split('.'), level = parts.get('v');
  flowState.off = new Set(kinds.map((kind, k) => k).filter(k => off.includes(kindKey(k))));
  flowState.top = Math.max(1, Math.min(500, Number(parts.get('n')) || 50));
  flowState.threshold = Math.max(0, Math.round(Number(parts.get('t')) || 0));
  flowState.level = level === 'group' || (level === 'parent' && page.parents) ? level : 'unit';
  const place = /^([upgo])(\d+)$/.exec(parts.get('p') || '');
  const grouping = page.groupings.find(other => other.id === parts.get('g')) || page.groupings[state.grouping];
  const many = {
    u: units.length, p: page.parents ? page.parents.names.length : 0, g: grouping ? grouping.groups.length : 0, o: flows.others.length,
  };
  flowState.only = place && Number(place[2]) < many[place[1]] ? place[0] : null;
}
Object.defineProperty(state, 'extra', { get: writeFlows });
readFlows();
window.addEventListener('hashchange', readFlows);

// Records of one kind, [slice, origin, destination, people], laid out by slice.
function decodeFlows(kind, slices) {
  const by = Array.from({ length: slices }, () => []);
  eachMove(kind, (slice, origin, destination, number) => by[slice].push([slice, origin, destination, number]));
  return by;
}

const axis = load(indicator());
const flowRecords = kinds.map(kind => decodeFlows(kind, axis.days.length));

function levels() {
  const found = [['unit', w('level.' + ['country', 'region', 'cercle', 'commune'][page.level])]];
  if (page.parents) found.push(['parent', w('level.' + ['country', 'country', 'region', 'cercle'][page.level])]);
  if (page.groupings.length) found.push(['group', both(page.groupings[state.grouping].label)]);
  return found;
}

// The node a place belongs to at the level shown: 'u3', 'p1', 'g0', 'o2', or '' when unknown.
function nodeOf(place) {
  if (place === 0) return '';
  const side = flowState.level === 'group' ? sideOf(place) : '-';
  if (side !== '-') return 'g' + side;
  if (place >= otherFrom) return 'o' + (place - otherFrom);
  return flowState.level === 'parent' ? 'p' + parents[place - 1] : 'u' + (place - 1);
}

// The side of the grouping a place is on, or is itself; '-' when it is on none.
function sideOf(place) {
  const grouping = page.groupings[state.grouping];
  if (!grouping || place === 0) return '-';
  if (place < otherFrom) return grouping.sides[place - 1];
  const other = flows.others[place - otherFrom];  // a side of one grouping is no side of another, whatever its name
  const named = other.grouping === grouping.id ? grouping.groups.findIndex(group => 'group:' + group.id === other.id) : -1;
  return named < 0 ? '-' : String(named);
}

function middle(list) {
  const sum = list.reduce((a, unit) => [a[0] + points[unit][0], a[1] + points[unit][1]], [0, 0]);
  return [sum[0] / list.length, sum[1] / list.length];
}

// The country as an end: people left it or came to it, nobody wrote which region.
function otherNode(other) {
  const whole = other.id === COUNTRY;
  return { at: other.at, names: whole ? ['fr', 'en'].map(tongue => page.words[tongue]['flow.country_only']) : other.names, vague: whole };
}

const nodeCache = {};
function node(id) {
  const key = id + (id[0] === 'g' ? state.grouping : '');
  const kind = id[0], n = Number(id.slice(1));
  if (!nodeCache[key]) {
    const all = units.map((unit, i) => i);
    if (kind === 'u') nodeCache[key] = { at: points[n], names: [units[n].name] };
    else if (kind === 'o') nodeCache[key] = otherNode(flows.others[n]);
    else if (kind === 'p') nodeCache[key] = { at: middle(all.filter(i => parents[i] === n)), names: [page.parents.names[n]] };
    else {
      const grouping = page.groupings[state.grouping];
      nodeCache[key] = { at: middle(all.filter(i => grouping.sides[i] === String(n))), names: grouping.groups[n].label };
    }
  }
  return nodeCache[key];
}

function nodeName(id) {
  return id ? both(node(id).names) : w('map.unknown_place');
}

// Whether both ends of a movement have a point on the map, or are unknown: far countries have none.
function onMap(entry) {
  return [entry.from, entry.to].every(id => !id || node(id).at);
}

// Adds the records of a slice up at the level: one entry per kind, origin and destination.
function sumSlice(slice) {
  const found = new Map();
  kinds.forEach((kind, k) => {
    if (flowState.off.has(k)) return;
    for (const [, origin, destination, number] of flowRecords[k][slice]) {
      const from = nodeOf(origin), to = nodeOf(destination), key = k + '|' + from + '|' + to;
      const entry = found.get(key) || { k, from, to, number: 0, hidden: 0 };
      if (number < 0) entry.hidden++;
      else entry.number += number;
      found.set(key, entry);
    }
  });
  return Array.from(found.values()).sort((a, b) => bySize(a, b) || (a.from + a.to < b.from + b.to ? -1 : 1));
}

let scaleKey = null, scaleLargest = 1;
// The largest flow of people of any slice at this level: one width scale for all slices.
function largestFlow() {
  const key = [flowState.level, state.grouping, Array.from(flowState.off)].join();
  if (key !== scaleKey) {
    scaleKey = key;
    scaleLargest = 1;
    for (let slice = 0; slice < axis.days.length; slice++) {
      for (const entry of sumSlice(slice)) {
        if (ofPeople(entry) && onMap(entry) && entry.from && entry.to && entry.from !== entry.to) scaleLargest = Math.max(scaleLargest, entry.number);
      }
    }
  }
  return scaleLargest;
}

// Arrivals and departures of each unit in a slice, of the kinds counted in people: numbers, and of
// what they are made: KNOWN ones, HIDDEN ones or both.
const KNOWN = 1, HIDDEN = 2;
let balanceKey = null, balance = null;
function balances(slice) {
  const key = slice + '|' + Array.from(flowState.off);
  if (key === balanceKey) return balance;
  const side = () => ({ number: new Float64Array(units.length), seen: new Uint8Array(units.length) });
  const into = side(), out = side();
  kinds.forEach((kind, k) => {
    if (flowState.off.has(k) || kind.unit !== 'people') return;
    for (const [, origin, destination, number] of flowRecords[k][slice]) {
      for (const [end, place] of [[out, origin - 1], [into, destination - 1]]) {
        if (place < 0 || place >= units.length) continue;
        end.number[place] += Math.max(number, 0);
        end.seen[place] |= number < 0 ? HIDDEN : KNOWN;
      }
    }
  });
  balanceKey = key;
  return (balance = { into, out });
}

// On this page the figure of a unit is its net movement; the class carries its sign.
show.figure = (one, unit, slice) => {
  const { into, out } = balances(slice), seen = into.seen[unit] | out.seen[unit];
  if (seen === HIDDEN) return { status: 'suppressed', code: 2, value: null, rate: null, class: null };
  if (!seen) return { status: 'no_data', code: NO_DATA, value: null, rate: null, class: null };
  const value = into.number[unit] - out.number[unit], size = classOf(Math.abs(value), flows.net);
  return {
    status: value === 0 ? 'zero' : 'value', code: value === 0 ? ZERO : VALUE, value, rate: null, partial: (seen & HIDDEN) > 0,
    class: state.fill === 'net' ? (value < 0 ? -size : size) : null,
  };
};

show.fill = found => {
  if (state.fill !== 'net') return page.style.plain;
  if (found.code < CARRIED) return found.status;
  return netColour(found.class);
};

function netColour(klass) {
  if (klass === 0) return page.style.zero;
  const half = flows.diverging.length / 2, count = Math.max(flows.net.length, 1);
  const step = half - 1 - Math.round(((Math.abs(klass) - 1) * (half - 1)) / Math.max(count - 1, 1));
  return klass < 0 ? flows.diverging[step] : flows.diverging[flows.diverging.length - 1 - step];
}
