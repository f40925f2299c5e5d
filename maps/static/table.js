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

function drawTable() {
  rows.forEach((row, unit) => {
    const cells = show.cells(unit);
    row.said = row.said || [];
    const { status } = snapshot[unit], value = cells[2][1] === null || cells[2][1] === undefined ? '' : cells[2][1];
    if (row.status !== status) row.dataset.status = row.status = status;
    if (row.value !== value) row.dataset.value = row.value = value;
    cells.forEach((cell, i) => {
      const box = row.cells[i] || row.appendChild(make('td'));
      const text = String(cell[0]);
      if (row.said[i] !== text) setText(box, (row.said[i] = text));
    });
    row.keys = cells.map(one => (one.length > 1 ? (one[1] === null || one[1] === undefined ? -Infinity : one[1]) : one[0]));
  });
  table.caption.textContent = both(indicator().label) + ' – ' + sliceWords(indicator(), state.slice);
  if (order.column !== null) arrange();
}

function arrange() {
  const way = order.down ? -1 : 1, i = order.column;
  const sorted = rows.slice().sort((a, b) => {
    const x = a.keys[i], y = b.keys[i];
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
  const cells = row => Array.from(row.cells, (cell, i) => (row.keys && Number.isFinite(row.keys[i]) ? row.keys[i] : cell.textContent));
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
