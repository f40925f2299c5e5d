// Sums and shares of movements, each unit for itself: people, households and passages a day never add up.
function counts(entry) {
  return kinds[entry.k].unit;
}

function addUp(list) {
  const sums = {};
  for (const entry of list) sums[counts(entry)] = (sums[counts(entry)] || 0) + Math.max(entry.number, 0);
  return sums;
}

// Calls tell(unit word, part, whole) for every unit that `all` has a number of.
function eachShare(part, all, tell) {
  const sums = addUp(part), whole = addUp(all);
  return Object.keys(whole).filter(unit => whole[unit]).map(unit => tell(unitWord({ unit }), sums[unit] || 0, whole[unit])).join(', ');
}

// '80 % of people, 60 % of households'.
function sharesOf(part, all) {
  return eachShare(part, all, (unit, sum, whole) => w('flow.share', { share: nearly(sum, whole), unit }));
}

// All but a few is not all.
function nearly(sum, whole) {
  return sum < whole && percent(sum / whole) === percent(1) ? '>\u00a0' + percent(0.99) : percent(sum / whole);
}

// '120 people (2 %)'.
function amountsOf(part, all) {
  return eachShare(part, all, (unit, sum, whole) => people(sum) + '\u00a0' + unit + ' (' + percent(sum / whole) + ')');
}

function labelled(key, text) {
  return w(key) + w('map.colon') + ' ' + text;
}

function shownWords(shown, all) {
  const shares = sharesOf(shown, all);
  const hidden = all.filter(entry => (entry.number < 0 || (entry.hidden && !entry.number)) && !shown.includes(entry)).length;
  const more = [shares, hidden && plural('flow.hidden', hidden, { count: people(hidden) })].filter(Boolean).join(w('map.semicolon') + ' ');
  return w('flow.shown', { shown: people(shown.length), count: people(all.length) }) + (more && ' (' + more + ')');
}

// People are the measure of widths and come first; other units are listed after them.
function ofPeople(entry) {
  return counts(entry) === 'people';
}

function bySize(a, b) {
  return ofPeople(b) - ofPeople(a) || b.number - a.number;
}

// A figure of a list: only people go without their unit.
function countedWords(entry) {
  if (entry.number < 0 || (!entry.number && entry.hidden)) return w('status.suppressed');
  return people(entry.number) + (ofPeople(entry) ? '' : '\u00a0' + unitWord({ unit: counts(entry) }));
}
