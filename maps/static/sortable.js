// A table whose heads sort it and that a button copies.  Each of its rows carries `told`: for every cell
// its text and, where it is a number, that number; null where it has none.
function keyOf([text, number]) {
  if (number === undefined) return text;
  return number === null ? -Infinity : number;
}

function sortable(table, button, columns) {
  const order = { column: null, down: false }, rows = () => Array.from(table.tBodies[0].rows);

  function head() {
    const row = make('tr');
    columns().forEach((name, i) => {
      const cell = make('th'), sorter = make('button', w(name));
      cell.scope = 'col';
      sorter.type = 'button';
      sorter.addEventListener('click', () => sort(i));
      cell.appendChild(sorter);
      row.appendChild(cell);
    });
    table.tHead.textContent = '';
    table.tHead.appendChild(row);
    mark();
  }

  function mark() {
    Array.from(table.tHead.rows[0].cells).forEach((cell, i) => {
      if (order.column === i) cell.setAttribute('aria-sort', order.down ? 'descending' : 'ascending');
      else cell.removeAttribute('aria-sort');
    });
  }

  // Numbers come the largest first, words from the beginning; once more, the other way round.
  function sort(column) {
    const numbers = rows().some(row => typeof keyOf(row.told[column]) === 'number');
    order.down = order.column === column ? !order.down : numbers;
    order.column = column;
    mark();
    arrange();
  }

  function arrange() {
    if (order.column === null) return;
    const way = order.down ? -1 : 1;
    const sorted = rows().sort((a, b) => {
      const x = keyOf(a.told[order.column]), y = keyOf(b.told[order.column]);
      return way * (typeof x === 'number' ? (x > y) - (x < y) : x.localeCompare(y, lang));
    });
    table.tBodies[0].append(...sorted);
  }

  // Numbers are copied as a spreadsheet of the language reads them, without the spaces between thousands.
  function copy() {
    const number = key => String(key).replace('.', page.numbers[lang][1]);
    const plain = cell => Number.isFinite(keyOf(cell)) && !cell[0].startsWith('<');
    const cells = row => row.told.map(cell => (plain(cell) ? number(keyOf(cell)) : cell[0]));
    const lines = [columns().map(name => w(name)), ...rows().map(cells)];
    const area = make('textarea', lines.map(line => line.join('\t')).join('\n'));
    area.setAttribute('aria-hidden', 'true');
    area.className = 'away';
    document.body.appendChild(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    button.focus();
    button.textContent = w('table.copied');
    setTimeout(() => (button.textContent = w('table.copy')), 1500);
  }

  button.addEventListener('click', copy);
  return { head, arrange };
}
