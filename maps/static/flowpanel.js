// The panel of the flows page: kinds, how much is shown, what the counts are, legend and tables.
function flowChoices() {
  options(document.getElementById('level'), levels(), flowState.level);
  document.getElementById('top').value = flowState.top;
  document.getElementById('threshold').value = flowState.threshold ? Math.round((100 * Math.log(flowState.threshold)) / Math.log(Math.max(largestFlow(), 2))) : 0;
  document.getElementById('threshold-value').textContent = people(flowState.threshold);
  const box = document.getElementById('kinds');
  box.textContent = '';
  flows.kinds.forEach((kind, k) => {
    const label = make('label', null, 'kind'), tick = make('input');
    tick.type = 'checkbox';
    tick.checked = !flowState.off.has(k);
    tick.addEventListener('change', () => {
      if (tick.checked) flowState.off.delete(k);
      else flowState.off.add(k);
      changed('look');
    });
    const line = draw('svg', { width: 30, height: 10, 'aria-hidden': 'true' });
    draw('path', { d: 'M0 5H30', stroke: kind.colour, 'stroke-width': 3, 'stroke-dasharray': kind.dash || 'none' }, line);
    label.dataset.k = k;
    label.append(tick, line, make('span', both(kind.label)), make('small', ' (' + w('flow.none_here') + ')', 'nothing'));
    box.appendChild(label);
  });
}

function flowTotals() {
  const box = document.getElementById('totals-body');
  box.textContent = '';
  flows.kinds.forEach((kind, k) => {
    if (flowState.off.has(k)) return;
    const records = flowRecords[k][state.slice], sum = records.reduce((total, record) => total + Math.max(record[3], 0), 0);
    if (!records.length) return;
    const part = make('div', null, 'total'), name = make('span', both(kind.label) + ' (' + unitWord(kind) + ')', 'total-name');
    part.dataset.group = kind.kind;
    part.dataset.value = sum;
    name.style.setProperty('--side', kind.colour);
    name.classList.add('dot');
    part.append(name, make('strong', people(sum)));
    box.appendChild(part);
  });
  if (!box.firstChild) box.appendChild(make('p', w('map.no_flows')));
  const said = document.getElementById('shown');
  said.textContent = w('flow.shown', { shown: people(chosen.shown.length), count: people(chosen.count), share: percent(chosen.all ? chosen.part / chosen.all : 0) });
  showOnly();
  const lost = document.getElementById('unknown');
  lost.textContent = w('flow.unknown_origin', { share: percent(chosen.all ? chosen.unknown / chosen.all : 0) });
  lost.dataset.share = chosen.all ? chosen.unknown / chosen.all : 0;
  if (chosen.lost) lost.textContent += '. ' + w('flow.not_drawn', { people: people(chosen.lost), share: percent(chosen.lost / chosen.all) }) + '.';
  for (const label of document.querySelectorAll('#kinds label')) label.classList.toggle('none', !flowRecords[label.dataset.k][state.slice].length);
  const means = document.getElementById('means');
  means.textContent = '';
  const partial = flows.kinds.filter((kind, k) => !kind.matrix && !flowState.off.has(k) && flowRecords[k][state.slice].length);
  if (partial.length) means.appendChild(make('p', partial.map(kind => both(kind.label)).join(', ') + w('map.colon') + ' ' + w('flow.not_matrix'), 'warning'));
  partial.forEach(kind => means.appendChild(make('p', both(kind.means), 'fine')));
  sideMatrix(box);
}

// Which one place is shown alone, and the way back to all.
function showOnly() {
  const box = document.getElementById('only');
  box.textContent = '';
  if (!flowState.only) return box.append(w('flow.isolate'));
  const back = make('button', w('flow.all'));
  back.type = 'button';
  back.addEventListener('click', () => isolate(flowState.only));
  box.append(make('b', w('flow.only', { place: nodeName(flowState.only) })), ' ', back);
}

// From side to side of the grouping: who crossed the line.
function sideMatrix(box) {
  const grouping = page.groupings[state.grouping];
  if (!grouping || grouping.groups.length > 3) return;
  const sums = new Map();
  flows.kinds.forEach((kind, k) => {
    if (flowState.off.has(k) || kind.unit !== 'people') return;
    for (const [, origin, destination, number] of flowRecords[k][state.slice]) {
      const a = sideOf(origin), b = sideOf(destination);
      if (a !== '-' && b !== '-') sums.set(a + b, (sums.get(a + b) || 0) + Math.max(number, 0));
    }
  });
  if (!sums.size) return;
  const list = make('ul', null, 'sides-flow');
  for (const key of Array.from(sums.keys()).sort()) {
    const row = make('li', both(grouping.groups[key[0]].label) + ' → ' + both(grouping.groups[key[1]].label) + w('map.colon') + ' ');
    row.appendChild(make('b', people(sums.get(key))));
    list.appendChild(row);
  }
  box.appendChild(list);
}

function flowLegend() {
  const box = document.getElementById('legend-body'), largest = largestFlow();
  box.textContent = '';
  const picture = draw('svg', { width: 250, height: 66, 'aria-hidden': 'true' });
  [largest, largest / 3, largest / 12].forEach((number, i) => {
    const power = Math.pow(10, Math.floor(Math.log10(Math.max(number, 1)))), nice = Math.max(1, Math.floor(number / power) * power);
    const y = 12 + i * 21, shape = arrow({ x: 0, y: y + 6 }, { x: 92, y: y + 6 }, flowWidth(nice));
    draw('path', { d: shape.body, fill: 'none', stroke: '#555', 'stroke-width': flowWidth(nice) }, picture);
    draw('path', { d: shape.head, fill: '#555' }, picture);
    const text = draw('text', { x: 104, y: y + 6, 'font-size': 12 }, picture);
    text.textContent = people(nice) + '\u00a0' + w('unit.people');
  });
  box.append(picture, make('p', w('legend.width') + '. ' + w('flow.rings'), 'fine'));
  if (state.fill === 'net') {
    const list = make('ul', null, 'classes'), here = present();
    box.appendChild(make('h3', w('flow.net')));
    for (let i = flows.net.length; i >= 1; i--) legendRow(list, netColour(i), '+ ' + classWords(flows.net, i - 1, 0), { class: i });
    if (here.has('zero')) legendRow(list, page.style.zero, '0', { status: 'zero' });
    for (let i = 1; i <= flows.net.length; i++) legendRow(list, netColour(-i), '− ' + classWords(flows.net, i - 1, 0), { class: -i });
    for (const status of ['no_data', 'suppressed']) if (here.has(status)) legendRow(list, 'url(#p-' + status + ')', w('status.' + status), { status });
    box.append(list, make('p', w('legend.breaks_fixed'), 'fine'));
  }
  if (page.groupings.length) box.appendChild(lineLegend());
}

function flowStrip() {
  chart.textContent = '';
  const n = axis.days.length, series = flows.kinds.map((kind, k) => flowRecords[k].map(records =>
    (records.length ? records.reduce((sum, record) => sum + Math.max(record[3], 0), 0) : null)));
  const visible = series.filter((line, k) => !flowState.off.has(k) && flows.kinds[k].unit === 'people');
  const top = Math.max(1, ...visible.map(line => Math.max(...line.map(number => number || 0))));
  series.forEach((line, k) => {
    if (flowState.off.has(k) || flows.kinds[k].unit !== 'people') return;
    const bars = line.map((number, slice) => {
      if (!number) return '';
      const x = n > 1 ? (slice / (n - 1)) * 1000 : 500;
      return 'M' + (x + (k - series.length / 2) * Math.min(3, 300 / n)).toFixed(1) + ' 99V' + (98 - (number / top) * 94).toFixed(1);
    }).join('');
    draw('path', { d: bars, fill: 'none', stroke: flows.kinds[k].colour, 'stroke-width': n > 60 ? 1.5 : 4, 'vector-effect': 'non-scaling-stroke' }, chart);
  });
  moveMark();
  document.getElementById('strip-top').textContent = compact(top);
  drawYears(axis);
}

function flowUnitTip(unit) {
  const { into, out, seen } = balances(state.slice), lines = [make('strong', units[unit].name)];
  if (!seen[unit]) return lines.concat(make('p', w('status.no_data'), 'tip-status'));
  lines.push(make('p', w('flow.arrivals') + w('map.colon') + ' ' + people(into[unit])));
  lines.push(make('p', w('flow.departures') + w('map.colon') + ' ' + people(out[unit])));
  lines.push(make('p', w('flow.net') + w('map.colon') + ' ' + people(into[unit] - out[unit]), 'tip-value'));
  return lines;
}

function flowCells(unit) {
  const { into, out, seen } = balances(state.slice), known = seen[unit];
  const cell = n => (known ? [people(n), n] : ['', null]);
  const found = figure(axis, unit, state.slice);
  return [[units[unit].name], [units[unit].pcode], cell(into[unit]), cell(out[unit]), cell(into[unit] - out[unit]), [w('status.' + found.status)]];
}

function flowTable() {
  const body = document.getElementById('flow-rows');
  body.textContent = '';
  const head = document.getElementById('flow-head');
  head.textContent = '';
  for (const key of ['table.origin', 'table.destination', 'flow.kinds', 'table.value']) {
    const cell = make('th', w(key));
    cell.scope = 'col';
    head.appendChild(cell);
  }
  for (const entry of chosen.every.slice(0, 500)) {
    const row = make('tr');
    const number = entry.number || !entry.hidden ? people(entry.number) : w('status.suppressed');
    row.append(make('td', nodeName(entry.from)), make('td', nodeName(entry.to)), make('td', both(flows.kinds[entry.k].label)), make('td', number));
    body.appendChild(row);
  }
  document.getElementById('flow-caption').textContent = both(page.title) + ' – ' + periodWords(axis.starts[state.slice], axis.days[state.slice]);
}

Object.assign(show, {
  choices: () => { drawChoices(); flowChoices(); },
  circles: paintFlows, totals: flowTotals, legend: flowLegend, strip: flowStrip, tip: flowUnitTip, cells: flowCells,
  columns: ['table.place', 'table.pcode', 'flow.arrivals', 'flow.departures', 'flow.net', 'table.status'],
  table: () => { drawTable(); flowTable(); },
});
state.fills = () => [['none', w('map.arrows')], ['net', w('flow.net')]];
document.getElementById('level').addEventListener('change', event => {
  flowState.level = event.target.value;
  flowState.only = null;
  changed('look');
});
document.getElementById('top').addEventListener('change', event => {
  flowState.top = Math.max(1, Math.min(500, Number(event.target.value) || 50));
  changed('look');
});
document.getElementById('threshold').addEventListener('input', event => {
  const share = Number(event.target.value) / 100;
  flowState.threshold = share ? Math.round(Math.pow(largestFlow(), share)) : 0;
  document.getElementById('threshold-value').textContent = people(flowState.threshold);
  changed('slice');
});
// A tap on a place shows only its flows; again, all.
shapes.forEach(({ shape }, unit) => {
  shape.on('click', () => isolate(nodeOf(unit + 1)));
  shape.on('mouseover', () => dimOthers(nodeOf(unit + 1)));
  shape.on('mouseout', () => dimOthers(null));
});
map.on('zoomend', paintFlows);
