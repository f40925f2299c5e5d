// The map as a table: same figures, sortable, copyable.
const table = document.getElementById('table');
const order = { column: null, down: false };

function tableHead() {
  const row = make('tr');
  show.columns.forEach((name, i) => {
    const cell = make('th'), button = make('button', w(name));
    cell.scope = 'col';
    button.type = 'button';
    button.addEventListener('click', () => sortTable(i));
    cell.appendChild(button);
    row.appendChild(cell);
  });
  table.tHead.textContent = '';
  table.tHead.appendChild(row);
  markOrder();
}

function markOrder() {
  Array.from(table.tHead.rows[0].cells).forEach((cell, i) => {
    if (order.column === i) cell.setAttribute('aria-sort', order.down ? 'descending' : 'ascending');
    else cell.removeAttribute('aria-sort');
  });
}

function tableCells(unit) {
  const one = indicator(), found = snapshot[unit];
  const numeric = found.value !== null, how = numeric ? provenance(one, unit, state.slice) : null;
  return [
    [units[unit].name], [units[unit].pcode],
    [numeric ? people(found.value) : '', found.value], [found.rate === null ? '' : rateText(found.rate, one.rateDecimals), found.rate],
    [w('status.' + found.status) + (how && how.crosswalk === PARTIAL ? ' (' + w('table.partial') + ')' : '')],
    [how ? iso(how.day) : ''], [how && how.age ? ageWords(how.age) : '', how && how.age], [how && how.source ? both(how.source.title) : ''],
  ];
}

// The texts of a row's cells, made once: they are what changes.
function textsOf(row, count) {
  while (row.cells.length < count) row.appendChild(make('td'));
  return Array.from(row.cells, cell => cell.firstChild || cell.appendChild(document.createTextNode('')));
}

function drawTable() {
  rows.forEach((row, unit) => {
    const cells = row.told = show.cells(unit), { status } = snapshot[unit], number = cells[2][1];
    const value = number === null || number === undefined ? '' : String(number);
    row.texts = row.texts || textsOf(row, cells.length);
    if (row.status !== status) row.setAttribute('data-status', row.status = status);
    if (row.value !== value) row.setAttribute('data-value', row.value = value);
    for (let i = 0; i < cells.length; i++) {
      const text = String(cells[i][0]), node = row.texts[i];
      if (node.said !== text) node.data = node.said = text;
    }
  });
  table.caption.textContent = both(indicator().label) + ' – ' + sliceWords(indicator(), state.slice);
  if (order.column !== null) arrange();
}

// What a cell is sorted by: its number where it has one, none before all others, else its text.
function keyOf([text, number]) {
  if (number === undefined) return text;
  return number === null ? -Infinity : number;
}

function arrange() {
  const way = order.down ? -1 : 1, i = order.column;
  const sorted = rows.slice().sort((a, b) => {
    const x = keyOf(a.told[i]), y = keyOf(b.told[i]);
    return way * (typeof x === 'number' ? (x > y) - (x < y) : x.localeCompare(y, lang));
  });
  sorted.forEach(row => table.tBodies[0].appendChild(row));
}

function sortTable(column) {
  order.down = order.column === column ? !order.down : column === 2 || column === 3;
  order.column = column;
  markOrder();
  arrange();
}

function copyTable() {
  // Numbers are copied as a spreadsheet reads them, without the spaces between thousands.
  const cells = row => Array.from(row.cells, (cell, i) => (row.told && Number.isFinite(keyOf(row.told[i])) ? keyOf(row.told[i]) : cell.textContent));
  const lines = [show.columns.map(name => w(name)), ...Array.from(table.tBodies[0].rows, cells)];
  const area = make('textarea', lines.map(line => line.join('\t')).join('\n'));
  area.setAttribute('aria-hidden', 'true');
  area.className = 'away';
  document.body.appendChild(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  const button = document.getElementById('copy');
  button.focus();
  button.textContent = w('table.copied');
  setTimeout(() => (button.textContent = w('table.copy')), 1500);
}

document.getElementById('copy').addEventListener('click', copyTable);
// While time runs, a table that nobody sees keeps its figures right but is not laid out at each step.
const tableFrame = table.parentNode;
let tableSeen = true, tableWakes = 0;
if (window.IntersectionObserver) {
  new IntersectionObserver(entries => {
    tableSeen = entries[entries.length - 1].isIntersecting;
    tableFrame.classList.toggle('unseen', !tableSeen);
    if (tableSeen) wakeTable();
  }).observe(tableFrame);
}

function wakeTable() {
  clearTimeout(tableWakes);
  tableFrame.classList.remove('resting');
}

function restTable() {
  clearTimeout(tableWakes);
  if (tableSeen || tableFrame.contains(document.activeElement)) return;
  tableFrame.classList.add('resting');
  tableWakes = setTimeout(wakeTable, 400);
}

document.getElementById('table-section').addEventListener('toggle', event => event.target.open && show.table());
