// The page's data and state: what is shown, and what a unit's figure is in a slice.
// Weighed before anything is drawn into the page.
const PAGE_BYTES = new TextEncoder().encode(document.documentElement.outerHTML).length;
const page = JSON.parse(document.getElementById('data').textContent);
const state = { indicator: 0, slice: 0, fill: 'rate', circles: true, grouping: 0 };
const listeners = [];
const rows = Array.from(document.querySelectorAll('#table tbody tr'));
const units = rows.map(row => ({ name: row.cells[0].textContent, pcode: row.cells[1].textContent }));
rows.forEach((row, i) => row.setAttribute('data-pcode', units[i].pcode));
const population = varints(page.population);
const parents = page.parents ? varints(page.parents.of) : [];
const points = decodeArcs(page.points, page.geometry.grid)[0] || [];

// Something else is shown: tell everybody.  `what` is slice, indicator, look or lang.
function changed(what) {
  for (const listener of listeners) listener(what);
  keepHash();
}

function indicator() {
  return page.indicators[state.indicator];
}

// Decodes an indicator when it is first looked at.
function load(one) {
  if (one.days) return one;
  one.days = sums(one.slices);
  one.starts = one.lengths ? varints(one.lengths).map((length, i) => one.days[i] - length) : one.days;
  one.totals = [];
  if (one.flow) return one;
  if (one.roundNumbers) one.rounds = sums(one.roundNumbers);
  one.cells = decodeValues(one.values, units.length, one.days.length);
  one.ageMode = one.ages.mode ? varints(one.ages.mode) : one.days.map(() => 0);
  one.ageRest = sparse(one.ages.rest);
  one.sourceMode = varints(one.from.mode);
  one.sourceRest = sparse(one.from.rest);
  one.noteRest = sparse(one.remarks);
  one.crossRest = sparse(one.cross);
  one.totals = one.totalRows.map(row => Object.assign(row, decodeValues(row.values, 5, one.days.length)));
  return one;
}

// The class of a number: 0 for zero, else the first whose limit, closed above, holds it.
function classOf(number, limits) {
  if (number === 0) return 0;
  for (let i = 0; i < limits.length; i++) if (number <= limits[i]) return i + 1;
  return Math.max(limits.length, 1);
}

function limits(one) {
  return state.fill === 'count' ? one.breaks.count : one.breaks.rate;
}

// What is known of one unit in one slice; `day` is when the figure itself is valid.
function figure(one, unit, slice) {
  const n = one.days.length, cell = unit * n + slice, code = one.cells.status[cell];
  const found = { status: STATUSES[code], code, value: null, rate: null, class: null };
  if (code < CARRIED) return found;
  found.value = one.cells.value[cell] / one.scale;
  if (population[unit] > 0 && one.rates && one.crossRest.get(cell) !== PARTIAL) found.rate = found.value * 1000 / population[unit];
  if (state.fill === 'count') found.class = classOf(displayed(found.value, 0), one.breaks.count);
  else if (state.fill === 'rate' && found.rate !== null) found.class = classOf(displayed(found.rate, one.rateDecimals), one.breaks.rate);
  return found;
}

// The day a unit's figure is itself valid for: an older one when it is carried forward.
function validDay(one, unit, slice) {
  const row = unit * one.days.length, rest = one.ageRest.get(row + slice) || 0;
  if (one.cells.status[row + slice] !== CARRIED) return one.days[slice] - one.ageMode[slice] - rest;
  let older = slice - 1;
  while (older >= 0 && one.cells.status[row + older] < CARRIED) older--;
  return (older < 0 ? one.days[slice] : validDay(one, unit, older)) - rest;
}

// Every unit's figure in the slice shown, found once for all that draws it.
let snapshot = [];
function takeSnapshot() {
  const one = indicator();
  snapshot = units.map((unit, i) => show.figure(one, i, state.slice));
}

// When and by whom: the figure's own day, its age in the slice, source, remarks.
function provenance(one, unit, slice) {
  const cell = unit * one.days.length + slice, day = validDay(one, unit, slice);
  return {
    day,
    age: one.days[slice] - day,
    source: page.sources[one.sourceMode[slice] + (one.sourceRest.get(cell) || 0) - 1],
    note: page.notes[(one.noteRest.get(cell) || 0) - 1],
    crosswalk: one.crossRest.get(cell) || 0,
  };
}

function sliceWords(one, slice) {
  return one.kind === 'flow' ? periodWords(one.starts[slice], one.days[slice]) : dateWords(one.days[slice]);
}

// What a period is: a year, a month, or from one day to another.
function lengthWord(one, slice) {
  const a = iso(one.starts[slice]), b = iso(one.days[slice]), whole = a.slice(8) === '01' && iso(one.days[slice] + 1).slice(8) === '01';
  if (a.slice(5) === '01-01' && b.slice(5) === '12-31') return w('time.whole_year');
  return whole && a.slice(0, 7) === b.slice(0, 7) ? w('time.whole_month') : w('table.period');
}

function hashParts() {
  return new URLSearchParams(location.hash.slice(1));
}

// Calls back when nothing has asked for a while; asking often costs no more than asking once.
function afterRest(ms, tell) {
  let asked = 0, due = 0;
  const look = () => {
    const left = asked + ms - performance.now();
    due = left > 0 ? setTimeout(look, left) : 0;
    if (!due) tell();
  };
  return () => {
    asked = performance.now();
    due = due || setTimeout(look, ms);
  };
}

// Browsers count how often a page touches its address: it is written at once, and while a slider is
// dragged again only when the hand rests.
const HASH_MS = 250, hashLater = afterRest(HASH_MS, writeHash);
let hashAsked = -HASH_MS;
function keepHash() {
  const rested = performance.now() - hashAsked >= HASH_MS;
  hashAsked = performance.now();
  if (rested) writeHash();
  else hashLater();
}

function writeHash() {
  const one = indicator(), parts = new URLSearchParams();
  if (one) {
    parts.set('i', one.id);
    const { days, starts } = load(one), day = days[state.slice];
    parts.set('d', iso(day));
    if (days.indexOf(day) !== days.lastIndexOf(day)) parts.set('s', iso(starts[state.slice]));
  }
  parts.set('l', lang);
  parts.set('f', state.fill);
  if (!indicator().flow) parts.set('c', state.circles ? '1' : '0');
  if (page.groupings.length > 1) parts.set('g', page.groupings[state.grouping].id);
  for (const key in state.extra || {}) parts.set(key, state.extra[key]);
  try {
    history.replaceState(null, '', '#' + parts);
  } catch (refused) {
    // Some viewers of local files refuse to touch the address; the page works without.
  }
}

function readHash() {
  const parts = hashParts();
  if (parts.get('l') === 'fr' || parts.get('l') === 'en') lang = parts.get('l');
  const wanted = page.indicators.findIndex(one => one.id === parts.get('i'));
  if (wanted >= 0) state.indicator = wanted;
  const one = indicator();
  if (one) {
    state.slice = one.first;
    // Two periods may end on one day; then their start is in the address too.  Of a day that is not among the slices,
    // as one of a later publication may be, the one before it is shown.
    const { days, starts } = load(one), day = Date.parse(parts.get('d')) / DAY, start = Date.parse(parts.get('s')) / DAY;
    const exact = days.findIndex((end, slice) => end === day && starts[slice] === start), found = exact < 0 ? days.indexOf(day) : exact;
    if (found >= 0) state.slice = found;
    else if (day >= days[0]) state.slice = days.filter(end => end < day).length - 1;
  }
  if (['rate', 'count', 'none', 'net'].includes(parts.get('f'))) state.fill = parts.get('f');
  if (parts.has('c')) state.circles = parts.get('c') === '1';
  const grouping = page.groupings.findIndex(other => other.id === parts.get('g'));
  if (grouping >= 0) state.grouping = grouping;
}

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined && text !== null) element.textContent = text;
  if (className) element.className = className;
  return element;
}

// Changes a text where it stands, and only when it differs.
function setText(element, text) {
  const node = element.firstChild || element.appendChild(document.createTextNode(''));
  if (node.data !== text) node.data = text;
}

// A box that has grown with the slices stays so: what stands below does not jump while time runs.
function steady(box) {
  if (window.ResizeObserver) new ResizeObserver(() => (box.style.minHeight = box.getBoundingClientRect().height + 'px')).observe(box);
  return box;
}

const SVG = 'http://www.w3.org/2000/svg';

function draw(tag, attributes, parent) {
  const element = document.createElementNS(SVG, tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  if (parent) parent.appendChild(element);
  return element;
}
