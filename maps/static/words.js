// Words, numbers and dates of the two languages.  Nothing from the data is ever markup.
let lang = 'fr';

function fill(text, values) {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole)) : text;
}

function w(key, values) {
  const text = page.words[lang][key];
  return fill(text === undefined ? key : text, values);
}

function plural(key, count, values) {
  const one = lang === 'fr' ? Math.abs(count) < 2 : count === 1;
  return w(key + (one ? '_one' : '_other'), values);
}

// A text in both languages: [fr, en].
function both(pair) {
  return pair[lang === 'fr' ? 0 : 1] || pair[0];
}

function group(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, page.numbers[lang][0]);
}

function people(n) {
  return (n < 0 ? '−' : '') + group(String(Math.abs(Math.round(n))));
}

function decimal(n, places) {
  const parts = Math.abs(n).toFixed(places).split('.');
  return (n < 0 ? '−' : '') + group(parts[0]) + (parts[1] ? page.numbers[lang][1] + parts[1] : '');
}

// A figure as it is printed, and so as it is classed: halves up, and never zero when it is not.
function displayed(n, places) {
  const scale = Math.pow(10, places), rounded = Math.floor(n * scale + 0.5) / scale;
  return n > 0 ? Math.max(rounded, 1 / scale) : rounded;
}

function rateText(n, places) {
  return (n > 0 && n * Math.pow(10, places) < 0.5 ? '<\u00a0' : '') + decimal(displayed(n, places), places);
}

// The limits of a class in words; integers read 1–100, 101–500: never one limit in two classes; a class of one
// number is that number.
function classWords(limits, i, places, below) {
  const low = decimal((i ? limits[i - 1] : 0) + Math.pow(10, -places), places), high = decimal(limits[i], places), open = below && !i;
  if (low === high) return (open ? '≤\u00a0' : '') + high;
  return w('legend.class_range', { low: (open ? '<\u00a0' : '') + low, high });
}

const DAY = 86400000;

const isoDays = new Map();
function iso(day) {
  if (!isoDays.has(day)) isoDays.set(day, new Date(day * DAY).toISOString().slice(0, 10));
  return isoDays.get(day);
}

function dateWords(day) {
  const date = new Date(day * DAY), number = date.getUTCDate();
  const first = lang === 'fr' && number === 1 ? '1er' : number;
  return first + ' ' + page.months[lang][date.getUTCMonth()] + ' ' + date.getUTCFullYear();
}

function monthWords(day) {
  const date = new Date(day * DAY);
  return page.months[lang][date.getUTCMonth()] + ' ' + date.getUTCFullYear();
}

// A period as short as it can be said: a day, a month, a year, or both ends.
function periodWords(start, end) {
  if (start === end) return dateWords(end);
  const a = iso(start), b = iso(end), wholeMonths = a.slice(8) === '01' && iso(end + 1).slice(8) === '01';
  if (wholeMonths && a.slice(0, 7) === b.slice(0, 7)) return monthWords(end);
  if (a.slice(5) === '01-01' && b.slice(5) === '12-31') {
    return a.slice(0, 4) === b.slice(0, 4) ? a.slice(0, 4) : a.slice(0, 4) + '–' + b.slice(0, 4);
  }
  return dateWords(start) + ' – ' + dateWords(end);
}

function ageWords(days) {
  if (days < 1) return w('age.today');
  let unit = 'years', count = Math.floor(days / 365.25);
  if (days < 2 * 30.4375) [unit, count] = ['days', days];
  else if (days < 2 * 365.25) [unit, count] = ['months', Math.floor(days / 30.4375)];
  return plural('age.' + unit, count, { count: people(count) });
}

function unitWord(indicator) {
  return page.words[lang]['unit.' + indicator.unit] || indicator.unit;
}
