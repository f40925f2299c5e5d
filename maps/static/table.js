// The map as a table: the same figures.
const table = document.getElementById('table');
const sortedUnits = sortable(table, document.getElementById('copy'), () => show.columns);

function tableCells(unit) {
  const one = indicator(), found = snapshot[unit];
  const numeric = found.value !== null, how = numeric ? provenance(one, unit, state.slice) : null;
  return [
    [units[unit].name], [units[unit].pcode],
    [numeric ? people(found.value) : '', found.value], [found.rate === null ? '' : rateText(found.rate, one.rateDecimals), found.rate === null ? null : displayed(found.rate, one.rateDecimals)],
    [w('status.' + found.status) + (how && how.crosswalk === PARTIAL ? ' (' + w('table.partial') + ')' : '')],
    [how ? iso(how.day) : ''], how && how.age ? [ageWords(how.age), how.age] : ['', null], [how && how.source ? both(how.source.title) : ''],
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
  sortedUnits.arrange();
}

// While steps come in quick succession, a table that nobody sees keeps its figures right but is not laid out at each;
// its frame stays as high as it was and where it was scrolled to.
const tableFrame = table.parentNode;
const wakeLater = afterRest(3 * QUICK_MS, wakeTable);
let tableSeen = true, tableHigh = 0, tableScrolled = 0;
if (window.IntersectionObserver && window.ResizeObserver) {
  new IntersectionObserver(entries => {
    tableSeen = entries[entries.length - 1].isIntersecting;
    tableFrame.classList.toggle('unseen', !tableSeen);
    if (tableSeen) wakeTable();
  }).observe(tableFrame);
  new ResizeObserver(() => table.hidden || (tableHigh = tableFrame.offsetHeight)).observe(tableFrame);
  tableFrame.addEventListener('scroll', () => table.hidden || (tableScrolled = tableFrame.scrollTop));
}

function wakeTable() {
  if (!table.hidden) return;
  table.hidden = false;
  tableFrame.style.height = '';
  tableFrame.scrollTop = tableScrolled;
}

function restTable() {
  if (tableSeen || tableFrame.contains(document.activeElement)) return;
  if (!table.hidden) tableFrame.style.height = tableHigh + 'px';
  table.hidden = true;
  wakeLater();
}

// A table that is closed is filled once time has come to rest; until then its caption says of which date it is.
const tableSection = document.getElementById('table-section');
const fillClosedTable = afterRest(QUICK_MS, () => show.table());
tableSection.addEventListener('toggle', () => tableSection.open && show.table());
