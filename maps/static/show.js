// What each part of the page does when something changes; a kind of page replaces what differs.
const show = {
  choices: () => drawChoices(),
  circles: () => paintCircles(),
  totals: () => drawTotals(),
  legend: what => (what === 'slice' ? drawStatuses() : drawLegend()),
  strip: () => drawStrip(),
  tip: unit => tipLines(unit),
  cells: unit => tableCells(unit),
  table: () => drawTable(),
  columns: ['place', 'pcode', 'value', 'rate', 'status', 'reference', 'age', 'source'].map(name => 'table.' + name),
};
state.fills = one => {
  const fills = [['rate', w('measure.rate')], ['count', w('measure.count', { unit: unitWord(one) })], ['none', w('map.no_fill')]];
  return one.rates ? fills : fills.slice(1);
};
