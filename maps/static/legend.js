// The legend: every class, and exactly the statuses that the slice has on the map.
// A box filled as the map is: a hatch by gradients, since a canvas would be a layer to be put together in every step,
// and a drawing a clip to be reckoned with whenever its row comes or goes.
function swatch(fill) {
  const box = make('span', null, 'swatch');
  box.dataset.fill = fill;
  box.style.background = fill[0] === '#' ? fill : hatchOf(...page.style.hatches[fill]);
  return box;
}

function hatchOf(hatch, ground, mark, spacing, width) {
  if (hatch === 'dots') return 'radial-gradient(circle,' + mark + ' ' + width / 2 + 'px,transparent ' + (width / 2 + 0.5) + 'px) 0 0/' + spacing + 'px ' + spacing + 'px ' + ground;
  const low = (spacing - width) / 2, high = low + width;
  const stripes = turn => 'repeating-linear-gradient(' + turn + 'deg,transparent 0 ' + low + 'px,' + mark + ' ' + (low + 0.4) + 'px ' + (high - 0.4) + 'px,transparent ' + high + 'px ' + spacing + 'px)';
  const turns = { diagonal: [135], back_diagonal: [45], cross: [135, 45] }[hatch] || [];
  return turns.map(stripes).concat('linear-gradient(' + ground + ',' + ground + ')').join();
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
