// The legend: every class, and exactly the statuses that the slice has on the map.
// A box filled as the map is.
function swatch(fill) {
  const box = fill[0] === '#' ? make('span') : hatchSwatch(...page.style.hatches[fill]);
  box.setAttribute('class', 'swatch');
  box.dataset.fill = fill;
  if (fill[0] === '#') box.style.backgroundColor = fill;
  return box;
}

// A canvas would be one more layer to be put together in every step.
function hatchSwatch(hatch, ground, mark, spacing, width) {
  const picture = draw('svg', { width: 26, height: 16, 'aria-hidden': 'true' }), step = hatch === 'dots' ? spacing : spacing * Math.SQRT2;
  let lines = '';
  for (let x = step / 2 - 16; x < 26; x += step) {
    if (hatch === 'dots') for (let y = step / 2; y < 16; y += step) lines += 'M' + x + ' ' + y + 'h0.01';
    if (hatch === 'diagonal' || hatch === 'cross') lines += 'M' + x + ' 16l16-16';
    if (hatch === 'back_diagonal' || hatch === 'cross') lines += 'M' + x + ' 0l16 16';
  }
  draw('rect', { width: 26, height: 16, fill: ground }, picture);
  draw('path', { d: lines, stroke: mark, 'stroke-width': width, 'stroke-linecap': 'round' }, picture);
  return picture;
}

function legendRow(list, fill, text, data) {
  const row = make('li');
  row.appendChild(swatch(fill));
  row.appendChild(make('span', text));
  Object.assign(row.dataset, data);
  return list.appendChild(row);
}

function present() {
  const found = new Set();
  for (const here of snapshot) {
    found.add(here.status);
    if (here.code > ZERO && here.class === null) found.add('plain');
  }
  return found;
}

// The rows of statuses, in order: only those of the slice stand in the list.
let statusRows = [], statusList = null;
function drawStatuses() {
  const here = present();
  let next = null;
  for (const [status, row] of statusRows.slice().reverse()) {
    if (!here.has(status)) row.remove();
    else if (row.parentNode !== statusList) statusList.insertBefore(row, next);
    if (here.has(status)) next = row;
  }
}

function drawLegend() {
  const one = indicator(), box = document.getElementById('legend-body');
  const list = steady(make('ul', null, 'classes'));
  box.textContent = '';
  if (state.fill !== 'none') {
    box.appendChild(make('h3', state.fill === 'count' ? w('measure.count', { unit: unitWord(one) }) : w('measure.rate')));
    if (state.fill === 'count') box.appendChild(make('p', w('measure.raw_fill'), 'warning'));
    const steps = limits(one), shades = colours(one, steps.length);
    const rated = state.fill === 'rate';
    steps.forEach((limit, i) => {
      legendRow(list, shades[i], classWords(steps, i, rated ? one.rateDecimals : 0, rated && one.rateBelow), { class: i + 1 });
    });
  }
  statusRows = [
    ['plain', legendRow(list, page.style.plain, w(state.fill === 'rate' ? 'map.unrated' : 'map.plain'), { class: 'plain' })],
    ['zero', legendRow(list, page.style.zero, w('legend.zero'), { status: 'zero' })],
    ['carried_forward', legendRow(list, state.fill === 'none' ? 'carried-plain' : 'carried-' + one.ramp + '-1', w('status.carried_forward'), { status: 'carried_forward' })],
    ...['no_data', 'not_assessed', 'suppressed'].map(status => [status, legendRow(list, status, w('status.' + status), { status })]),
  ];
  statusList = list;
  drawStatuses();
  box.appendChild(list);
  if (state.fill !== 'none') box.appendChild(make('p', w('legend.breaks_fixed'), 'fine'));
  if (state.fill === 'rate' && page.populationNote) {
    box.appendChild(make('p', w('measure.population', { source: both(page.populationNote[0]), year: page.populationNote[1] }), 'fine'));
  }
  if (state.circles && one.largest) box.appendChild(circleLegend(one));
  if (page.groupings.length) box.appendChild(lineLegend());
}

function circleLegend(one) {
  const holder = make('div', null, 'circle-legend'), top = Math.pow(10, Math.floor(Math.log10(one.largest)));
  const largest = Math.floor(one.largest / top) * top;
  const sizes = [largest, largest / 5, largest / 25].filter(size => size >= 1).map(size => Math.round(size));
  const r = radius(one, sizes[0]), high = 2 * r + 4;
  const picture = draw('svg', { width: 230, height: Math.max(high, 44), 'aria-hidden': 'true' });
  sizes.forEach((size, i) => {
    const here = radius(one, size), y = high - 2 - here;
    draw('circle', { cx: r + 2, cy: y, r: here, fill: page.style.circle, 'fill-opacity': 0.25, stroke: page.style.circle }, picture);
    const textY = 12 + i * 15;
    draw('path', { d: 'M' + (r + 2) + ' ' + (y - here) + 'L' + (2 * r + 14) + ' ' + (textY - 4), stroke: '#888', 'stroke-width': 0.7 }, picture);
    const text = draw('text', { x: 2 * r + 18, y: textY }, picture);
    text.textContent = people(size) + (i ? '' : '\u00a0' + unitWord(one));
  });
  holder.appendChild(picture);
  holder.appendChild(make('p', w('legend.circles'), 'fine'));
  return holder;
}

function lineLegend() {
  const row = make('p', null, 'line-legend'), line = draw('svg', { width: 34, height: 10, 'aria-hidden': 'true' });
  draw('path', { d: 'M0 5H34', stroke: ink.group_line, 'stroke-width': 2.2, 'stroke-dasharray': '9 5' }, line);
  row.appendChild(line);
  row.appendChild(make('span', both(page.groupings[state.grouping].label)));
  return row;
}
