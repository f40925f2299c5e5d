// The panel of the flows page: kinds, how much is shown, what the counts are, legend and tables.

// A kind of movement, and what is counted where that is not people.
function kindWords(kind) {
  return both(kind.label) + (kind.unit === 'people' ? '' : ' (' + unitWord(kind) + ')');
}

function flowChoices() {
  options(document.getElementById('level'), levels(), flowState.level);
  document.getElementById('top').value = flowState.top;
  document.getElementById('threshold').value = flowState.threshold ? Math.round((100 * Math.log(flowState.threshold)) / Math.log(Math.max(largestFlow(), 2))) : 0;
  document.getElementById('threshold-value').textContent = people(flowState.threshold);
  const box = document.getElementById('kinds');
  box.textContent = '';
  kinds.forEach((kind, k) => {
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
    const name = make('span', kindWords(kind));
    name.append(make('small', ' (' + w('flow.none_here') + ')', 'nothing'));
    label.append(tick, line, name);
    box.appendChild(label);
  });
}

function flowTotals() {
  const box = document.getElementById('totals-body'), here = k => flowRecords[k][state.slice];
  box.textContent = '';
  kinds.forEach((kind, k) => {
    if (flowState.off.has(k) || !here(k).length) return;
    const known = here(k).map(record => record[3]).filter(number => number >= 0), sum = known.reduce((a, b) => a + b, 0);
    const part = make('div', null, 'total'), name = make('span', both(kind.label) + ' (' + unitWord(kind) + ')', 'total-name');
    part.dataset.group = kind.kind;
    part.dataset.value = known.length ? sum : '';
    name.style.setProperty('--side', kind.colour);
    name.classList.add('dot');
    part.append(name, make('strong', known.length ? people(sum) : w('status.suppressed')));
    if (known.length && known.length < here(k).length) part.appendChild(make('small', w('map.hidden')));
    box.appendChild(part);
  });
  if (!box.firstChild) box.appendChild(make('p', w(kinds.some((kind, k) => here(k).length) ? 'flow.unticked' : 'map.no_flows')));
  showOnly();
  tellShares();
  for (const label of document.querySelectorAll('#kinds label')) label.classList.toggle('none', !here(label.dataset.k).length);
  const means = document.getElementById('means');
  means.textContent = '';
  const partial = kinds.filter((kind, k) => !kind.matrix && !flowState.off.has(k) && here(k).length);
  if (partial.length) means.appendChild(make('p', partial.map(kind => both(kind.label)).join(', ') + w('map.colon') + ' ' + w('flow.not_matrix'), 'warning'));
  partial.forEach(kind => means.appendChild(make('p', both(kind.means), 'fine')));
  sideMatrix(box);
}

// How much of each unit is drawn, has an unknown end, or lies outside the map.
function tellShares() {
  const { every, shown, unknown, lost, outside } = chosen, whole = addUp(every).people;
  document.getElementById('shown').textContent = shownWords(shown, every);
  const told = document.getElementById('unknown'), shares = sharesOf(unknown, every);
  told.textContent = [
    shares && labelled('flow.unknown_origin', shares),
    lost.length && labelled('flow.not_drawn', amountsOf(lost, every)),
    outside.length && labelled('flow.outside', amountsOf(outside, every)),
  ].filter(Boolean).join('. ');
  told.dataset.share = whole ? addUp(unknown).people / whole : 0;
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
  kinds.forEach((kind, k) => {
    if (flowState.off.has(k) || kind.unit !== 'people') return;
    for (const [, origin, destination, number] of flowRecords[k][state.slice]) {
      const a = sideOf(origin), b = sideOf(destination);
      if (a === '-' || b === '-') continue;
      const sum = sums.get(a + b) || { number: 0, known: false };
      sums.set(a + b, { number: sum.number + Math.max(number, 0), known: sum.known || number >= 0 });
    }
  });
  if (!sums.size) return;
  const list = make('ul', null, 'sides-flow');
  for (const key of Array.from(sums.keys()).sort()) {
    const row = make('li', both(grouping.groups[key[0]].label) + ' → ' + both(grouping.groups[key[1]].label) + w('map.colon') + ' ');
    const { number, known } = sums.get(key);
    row.appendChild(make('b', known ? people(number) + '\u00a0' + w('unit.people') : w('status.suppressed')));
    list.appendChild(row);
  }
  box.appendChild(list);
}

// Widths are those of people; what is counted otherwise has one width.
function widthLegend(box) {
  const drawn = kinds.filter((kind, k) => !flowState.off.has(k)), largest = largestFlow();
  const others = new Set(drawn.filter(kind => kind.unit !== 'people').map(unitWord)), told = [];
  if (drawn.some(kind => kind.unit === 'people')) {
    const picture = draw('svg', { width: 250, height: 70, 'aria-hidden': 'true' });
    [largest, largest / 3, largest / 12].forEach((number, i) => {
      const power = Math.pow(10, Math.floor(Math.log10(Math.max(number, 1)))), nice = Math.max(1, Math.floor(number / power) * power);
      const y = 16 + i * 21, shape = arrow({ x: 0, y: y + 6 }, { x: 92, y: y + 6 }, peopleWidth(nice));
      draw('path', { d: shape.body, fill: 'none', stroke: '#555', 'stroke-width': peopleWidth(nice) }, picture);
      draw('path', { d: shape.head, fill: '#555' }, picture);
      const text = draw('text', { x: 104, y: y + 6, 'font-size': 12 }, picture);
      text.textContent = people(nice) + '\u00a0' + w('unit.people');
    });
    box.appendChild(picture);
    told.push(w('legend.width'));
  }
  if (others.size) told.push(w('flow.one_width', { units: Array.from(others).join(', ') }));
  box.appendChild(make('p', told.concat(w('flow.rings')).join('. '), 'fine'));
}

function flowLegend() {
  const box = document.getElementById('legend-body');
  box.textContent = '';
  widthLegend(box);
  if (state.fill === 'net') {
    const list = make('ul', null, 'classes'), here = present();
    box.appendChild(make('h3', w('flow.net')));
    for (let i = flows.net.length; i >= 1; i--) legendRow(list, netColour(i), '+ ' + classWords(flows.net, i - 1, 0), { class: i });
    if (here.has('zero')) legendRow(list, page.style.zero, '0', { status: 'zero' });
    for (let i = 1; i <= flows.net.length; i++) legendRow(list, netColour(-i), '− ' + classWords(flows.net, i - 1, 0), { class: -i });
    for (const status of ['no_data', 'suppressed']) if (here.has(status)) legendRow(list, status, w('status.' + status), { status });
    box.append(list, make('p', w('legend.breaks_fixed'), 'fine'));
  }
  if (page.groupings.length) box.appendChild(lineLegend());
}

function flowStrip() {
  chart.textContent = '';
  const n = axis.days.length, series = kinds.map((kind, k) => flowRecords[k].map(records =>
    (records.length ? records.reduce((sum, record) => sum + Math.max(record[3], 0), 0) : null)));
  const visible = series.filter((line, k) => !flowState.off.has(k) && kinds[k].unit === 'people');
  const top = Math.max(1, ...visible.map(line => Math.max(...line.map(number => number || 0))));
  series.forEach((line, k) => {
    if (flowState.off.has(k) || kinds[k].unit !== 'people') return;
    const bars = line.map((number, slice) => {
      if (!number) return '';
      const x = n > 1 ? (slice / (n - 1)) * 1000 : 0;
      return 'M' + (x + (k - series.length / 2) * Math.min(3, 300 / n)).toFixed(1) + ' 99V' + (98 - (number / top) * 94).toFixed(1);
    }).join('');
    draw('path', { d: bars, fill: 'none', stroke: kinds[k].colour, 'stroke-width': n > 60 ? 1.5 : 4, 'vector-effect': 'non-scaling-stroke' }, chart);
  });
  document.getElementById('strip-top').textContent = compact(top);
  drawYears(axis);
}

// What is told of one direction, and its number: nothing recorded, suppressed, or people.
function flowSide(side, unit) {
  if (!side.seen[unit]) return ['–', null];
  return side.seen[unit] === HIDDEN ? [w('status.suppressed'), null] : [people(side.number[unit]), side.number[unit]];
}

function flowUnitTip(unit) {
  const { into, out } = balances(state.slice), found = snapshot[unit], lines = [make('strong', units[unit].name)];
  if (found.value === null) return lines.concat(make('p', w((found.code === NO_DATA ? 'status.' : 'tooltip.') + found.status), 'tip-status'));
  const line = (key, text, name) => lines.push(make('p', w(key) + w('map.colon') + ' ' + text, name));
  line('flow.arrivals', flowSide(into, unit)[0]);
  line('flow.departures', flowSide(out, unit)[0]);
  line('flow.net', people(found.value), 'tip-value');
  if (found.partial) lines.push(make('p', w('map.hidden'), 'fine'));
  return lines;
}

function flowCells(unit) {
  const { into, out } = balances(state.slice), found = snapshot[unit], known = found.value !== null;
  return [
    [units[unit].name], [units[unit].pcode],
    known ? flowSide(into, unit) : ['', null], known ? flowSide(out, unit) : ['', null], known ? [people(found.value), found.value] : ['', null],
    [w('status.' + found.status) + (found.partial ? ' (' + w('map.hidden') + ')' : '')],
  ];
}

const flowSection = document.getElementById('flow-section'), flowList = document.getElementById('flow-table');
const FLOW_COLUMNS = ['table.origin', 'table.destination', 'flow.kinds', 'table.value'];
const sortedFlows = sortable(flowList, document.getElementById('flow-copy'), () => FLOW_COLUMNS);
flowSection.addEventListener('toggle', () => flowTable());

// The list follows every step while it is open.
function flowTable(what) {
  if (!flowSection.open) return;
  if (what !== 'slice') sortedFlows.head();
  flowList.tBodies[0].textContent = '';
  for (const entry of chosen.every.slice(0, 500)) {
    const row = make('tr'), text = countedWords(entry), known = text !== w('status.suppressed');
    row.told = [[nodeName(entry.from)], [nodeName(entry.to)], [kindWords(kinds[entry.k])], [text, known ? entry.number : null]];
    row.append(...row.told.map(([said]) => make('td', said)));
    flowList.tBodies[0].appendChild(row);
  }
  sortedFlows.arrange();
  flowList.caption.textContent = both(page.title) + ' – ' + periodWords(axis.starts[state.slice], axis.days[state.slice]);
}

Object.assign(show, {
  choices: () => { drawChoices(); flowChoices(); },
  marks: paintFlows, totals: what => { flowTotals(); flowTable(what); }, legend: flowLegend, strip: flowStrip, tip: flowUnitTip, cells: flowCells,
  columns: ['table.place', 'table.pcode', 'flow.arrivals', 'flow.departures', 'flow.net', 'table.status'],
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
// The sides of another grouping are other places.
document.getElementById('grouping').addEventListener('change', () => {
  if (flowState.level === 'group') flowState.only = null;
});
// A tap on a place, or Enter, shows only its flows; again, all.
shapes.forEach(({ shape, element }, unit) => {
  const choose = () => isolate(nodeOf(unit + 1));
  shape.on('click', choose);
  element.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    choose();
  });
  shape.on('mouseover', () => dimOthers(nodeOf(unit + 1)));
  shape.on('mouseout', () => dimOthers(null));
});
