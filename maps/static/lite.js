// The small page: repaints the drawing that stands in the file.
const shapes = Array.from(document.querySelectorAll('path.unit'));
const rows = Array.from(document.querySelectorAll('tbody tr'));
const names = rows.map(row => row.cells[0].textContent);
const population = varints(page.population);
const HATCHED = ['no_data', 'not_assessed', 'suppressed'];
let place = 0;

function load(one) {
  if (one.days) return one;
  one.days = sums(one.slices);
  one.starts = one.lengths ? varints(one.lengths).map((length, i) => one.days[i] - length) : one.days;
  one.cells = decodeValues(one.values, shapes.length, one.days.length);
  one.usual = varints(one.ages.mode);
  one.rest = sparse(one.ages.rest);
  one.cut = sparse(one.cross);
  one.totals = one.totalRows.map(row => Object.assign(row, decodeValues(row.values, 1, one.days.length)));
  one.limits = one.breaks.rate;
  return one;
}

function figure(one, unit) {
  const cell = unit * one.days.length + slice, code = one.cells.status[cell], status = STATUSES[code];
  if (code < CARRIED) return { status, code, klass: '' };
  const value = one.cells.value[cell] / one.scale, rate = one.rates && population[unit] && one.cut.get(cell) !== PARTIAL ? (value * 1000) / population[unit] : null;
  const shown = rate && displayed(rate, one.rateDecimals);
  let klass = !value || shown === 0 ? 0 : shown === null || !one.rates ? '' : one.limits.findIndex(limit => shown <= limit) + 1;
  if (klass === 0 && shown > 0) klass = one.limits.length;
  return { status, code, value, rate, klass };
}

function validDay(one, unit, at) {
  const row = unit * one.days.length, rest = one.rest.get(row + at) || 0;
  if (one.cells.status[row + at] !== CARRIED) return one.days[at] - (one.usual[at] || 0) - rest;
  let older = at - 1;
  while (older >= 0 && one.cells.status[row + older] < CARRIED) older--;
  return (older < 0 ? one.days[at] : validDay(one, unit, older)) - rest;
}

function colour(one, klass) {
  const last = one.ramp.length - 1, count = one.limits.length;
  if (klass === '') return page.style.plain;
  if (klass === 0) return '#fff';
  return one.ramp[count > 1 ? Math.round(((klass - 1) * last) / (count - 1)) : Math.floor((last + 1) / 2)];
}

// A hatch over the colour of a class, made when it is first needed; in white where the colour has little green.
function hatched(ground) {
  const id = 'c' + ground.slice(1);
  if (!$(id)) {
    const pattern = draw('pattern', { id, width: 7, height: 7, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, document.querySelector('defs'));
    draw('rect', { width: 7, height: 7, fill: ground }, pattern);
    draw('path', { d: 'M0 3H7', stroke: page.style.carried[+(ground[3] < '8')], 'stroke-width': 1 }, pattern);
  }
  return 'url(#' + id + ')';
}

function fillOf(one, found) {
  if (found.code < CARRIED) return 'url(#p-' + found.status + ')';
  return found.code === CARRIED ? hatched(colour(one, found.klass)) : colour(one, found.klass);
}

function sliceWords(one) {
  return one.kind === 'flow' ? periodWords(one.starts[slice], one.days[slice]) : dateWords(one.days[slice]);
}

function legendRow(text, paint, data) {
  const row = make('div', ''), box = draw('svg', { width: 24, height: 15, 'aria-hidden': 'true' }, row);
  draw('rect', { width: 24, height: 15, fill: paint, stroke: '#999' }, box);
  row.append(make('span', text));
  Object.assign(row.dataset, data);
  $('legend').append(row);
}

function legend(one, here) {
  $('legend').textContent = '';
  $('legend').append(make('b', w(one.rates ? 'measure.rate' : 'map.no_fill')));
  one.limits.forEach((limit, i) => {
    legendRow(classWords(one.limits, i, one.rateDecimals, one.rateBelow), colour(one, i + 1), { class: i + 1 });
  });
  if (here.has('zero')) legendRow(w('legend.zero'), '#fff', { status: 'zero' });
  if (here.has('plain')) legendRow(w('map.plain'), page.style.plain, { class: 'plain' });
  if (here.has('carried_forward')) legendRow(w('status.carried_forward'), hatched(one.rates ? one.ramp[1] : page.style.plain), { status: 'carried_forward' });
  for (const status of HATCHED) if (here.has(status)) legendRow(w('status.' + status), 'url(#p-' + status + ')', { status });
  if (page.at && !one.rates && one.largest) circleLegend(one);
}

function totals(one) {
  $('totals').textContent = '';
  const line = (label, id, ink) => {
    const row = one.totals.find(other => other.group === id), known = row && row.status[slice] >= CARRIED;
    const number = known ? row.value[slice] / one.scale : '';
    if (row) totalLine(label, known ? people(number) : w('status.' + STATUSES[row.status[slice]]), { group: id, value: number }, ink);
  };
  line(w('total.reported'), 'MLI');
  page.groups.forEach((side, i) => line(both(side.label), side.id, page.style.groups[i]));
}

function show() {
  const one = load(page.indicators[place]), here = new Set();
  showTime(one.days, sliceWords(one));
  shapes.forEach((shape, unit) => {
    const found = figure(one, unit), paint = fillOf(one, found);
    here.add(found.status);
    if (found.code > CARRIED && found.klass === '') here.add('plain');
    if (page.at) circle(one, unit, found);
    if (shape.getAttribute('fill') !== paint) shape.setAttribute('fill', paint);
    Object.assign(shape.dataset, { status: found.status, class: found.klass });
    rows[unit].cells[2].textContent = found.code < CARRIED ? w('status.' + found.status) : people(found.value) + (found.code === CARRIED ? ' (' + w('status.carried_forward') + ')' : '');
    Object.assign(rows[unit].dataset, { status: found.status, value: found.value === undefined ? '' : found.value });
  });
  legend(one, here);
  totals(one);
  keep('#i=' + one.id + '&d=' + iso(one.days[slice]) + '&l=' + lang);
}

function tip(unit) {
  const one = page.indicators[place], found = figure(one, unit);
  shapes.forEach((shape, i) => shape.classList.toggle('on', i === unit));
  let text = w('status.' + found.status);
  if (found.code >= CARRIED) {
    const day = validDay(one, unit, slice), age = one.days[slice] - day;
    text = people(found.value) + (found.rate === null ? '' : ' (' + rateText(found.rate, one.rateDecimals) + '\u00a0' + w('unit.rate') + ')') + '. ';
    text += found.code === CARRIED ? w('tooltip.carried', { date: dateWords(day), age: ageWords(age) }) : w('tooltip.reference', { date: dateWords(day) });
  } else if (found.status === 'suppressed') text = w('tooltip.suppressed');
  $('tip').textContent = names[unit] + ' – ' + text;
}

function choices() {
  const select = $('indicator');
  select.textContent = '';
  page.indicators.forEach((one, i) => select.add(new Option(both(one.label), i, false, i === place)));
  select.hidden = page.indicators.length < 2;
}

$('indicator').addEventListener('change', event => {
  place = Number(event.target.value);
  slice = load(page.indicators[place]).first;
  show();
});
shapes.forEach((shape, unit) => {
  shape.setAttribute('data-pcode', rows[unit].cells[1].textContent);
  rows[unit].setAttribute('data-pcode', rows[unit].cells[1].textContent);
  for (const type of ['mousemove', 'click']) shape.addEventListener(type, () => tip(unit));
});
place = Math.max(0, page.indicators.findIndex(one => one.id === asked.get('i')));
// Of a day that is not among the slices the one before it is shown.
const opened = load(page.indicators[place]), wanted = opened.days.filter(day => day <= Date.parse(asked.get('d')) / DAY).length;
slice = wanted ? wanted - 1 : opened.first;
control(() => page.indicators[place].days.length, choices, show);
