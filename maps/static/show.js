// What each part of the page does when something changes; a kind of page replaces what differs.
const show = {
  figure: (one, unit, slice) => figure(one, unit, slice),
  fill: found => fillOf(found),
  choices: () => drawChoices(),
  marks: () => {},
  totals: what => drawTotals(what),
  legend: what => (what === 'slice' ? drawStatuses() : drawLegend()),
  strip: () => drawStrip(),
  tip: unit => tipLines(unit),
  cells: unit => tableCells(unit),
  table: () => drawTable(),
  columns: ['table.place', 'table.pcode', 'table.value', 'table.rate', 'table.status', 'table.reference', 'table.age', 'table.source'],
};
state.fills = one => {
  const fills = [['rate', w('measure.rate')], ['count', w('measure.count', { unit: unitWord(one) })], ['none', w('map.no_fill')]];
  return one.rates ? fills : fills.slice(1);
};
