// Puts the page together: selectors, language, and who redraws when something changes.
function options(select, entries, chosen) {
  select.textContent = '';
  entries.forEach(([value, text]) => {
    const option = make('option', text);
    option.value = value;
    option.selected = value === chosen;
    select.appendChild(option);
  });
  select.closest('label').hidden = entries.length < 2;
}

function drawChoices() {
  const one = indicator();
  options(document.getElementById('indicator'), page.indicators.map(other => [other.id, both(other.label)]), one.id);
  options(document.getElementById('fill'), state.fills(one), state.fill);
  options(document.getElementById('grouping'), page.groupings.map(other => [other.id, both(other.label)]),
    page.groupings.length ? page.groupings[state.grouping].id : '');
  document.getElementById('circles').checked = state.circles;
  document.getElementById('circles-choice').hidden = Boolean(one.flow);
  document.getElementById('title').textContent = page.title[lang === 'fr' ? 0 : 1];
  document.getElementById('as-of-word').textContent = one.kind === 'flow' ? lengthWord(one, state.slice) + w('map.colon') : w('page.as_of', { date: '' });
  document.getElementById('lang-switch').textContent = lang === 'fr' ? w('page.english') : w('page.french');
  for (const part of document.querySelectorAll('[data-only]')) part.hidden = part.dataset.only !== lang;
  drawAges();
}

function drawWeight() {
  for (const box of document.querySelectorAll('.weight')) {
    box.textContent = w('page.weight', { size: w('size.kilobytes', { count: people(PAGE_BYTES / 1000) }) });
  }
}

// Keeps the date when another indicator is chosen: its latest slice not after the one shown.
function chooseIndicator(place) {
  const day = indicator().days[state.slice];
  state.indicator = place;
  const days = load(indicator()).days;
  let slice = 0;
  while (slice < days.length - 1 && days[slice + 1] <= day) slice++;
  state.slice = slice;
  state.fill = indicator().rates ? (state.fill === 'none' ? 'rate' : state.fill) : state.fill === 'rate' ? 'none' : state.fill;
  changed('indicator');
}

let legendShows = '';
listeners.push(what => {
  takeSnapshot();
  if (what !== 'slice') {
    if (what === 'lang') translate();
    show.choices();
    show.strip();
    drawSplit();
    playWord();
  }
  showDate();
  if (indicator().flow) document.getElementById('as-of-word').textContent = lengthWord(indicator(), state.slice) + w('map.colon');
  paint();
  show.circles();
  show.totals(what);
  const here = Array.from(present()).sort().join();
  if (what !== 'slice' || here !== legendShows) show.legend(what);
  legendShows = here;
  if (what !== 'slice' || units.length <= (indicator().flow ? 100 : 20)) layLabels();
  if (what !== 'slice' || document.getElementById('table-section').open) {
    if (what !== 'slice') tableHead();
    else restTable();
    show.table();
  }
  sayUnits();
  if (!tip.hidden) hideTip();
});

document.getElementById('indicator').addEventListener('change', event => {
  chooseIndicator(page.indicators.findIndex(one => one.id === event.target.value));
});
document.getElementById('fill').addEventListener('change', event => {
  state.fill = event.target.value;
  changed('look');
});
document.getElementById('circles').addEventListener('change', event => {
  state.circles = event.target.checked;
  changed('look');
});
document.getElementById('grouping').addEventListener('change', event => {
  state.grouping = page.groupings.findIndex(one => one.id === event.target.value);
  changed('look');
});
document.getElementById('lang-switch').addEventListener('click', () => {
  lang = lang === 'fr' ? 'en' : 'fr';
  changed('lang');
});
// On whole pixels of the screen the browser copies the drawing; between them it would blend it at each step.
function align() {
  const box = map.getContainer(), top = box.parentNode.getBoundingClientRect().top + window.scrollY;
  box.style.top = Math.ceil(top * devicePixelRatio) / devicePixelRatio - top + 'px';
}

// Fits the country into the map as it now is.
let fitting = false, moved = false;
function fit() {
  fitting = true;
  align();
  map.invalidateSize({ animate: false });
  map.fitBounds(framed, { padding: air, animate: false });
  fitting = false;
  place();
  show.circles();
  layLabels();
}

document.getElementById('choices').addEventListener('submit', event => event.preventDefault());

lang = document.documentElement.lang;
state.circles = units.length <= 100 || !indicator().rates;
readHash();
load(indicator());
if (!indicator().rates && state.fill === 'rate') state.fill = 'none';
L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(map);
L.control.zoom({ position: 'topleft', zoomInTitle: w('map.zoom_in'), zoomOutTitle: w('map.zoom_out') }).addTo(map);
ground();
drawRims();
drawLines();
drawLocator();
map.on('dragend', () => (moved = true));
map.on('zoomend', () => {
  moved = moved || !fitting;
  place();
  layLabels();
});
window.addEventListener('hashchange', () => {
  const before = lang;
  readHash();
  changed(before === lang ? 'indicator' : 'lang');
});
// Totals and legend are made smaller until all of them is on the sheet; 1 brings them back.
function shrinkSide(smallest) {
  const side = document.getElementById('side'), parts = Array.from(side.children);
  for (let size = 1; size >= smallest; size -= 0.05) {
    parts.forEach(part => (part.style.zoom = size));
    if (side.scrollHeight <= side.clientHeight) break;
  }
}
window.addEventListener('beforeprint', () => {
  document.documentElement.className = 'printing';
  shrinkSide(0.45);
  fit();
});
window.addEventListener('afterprint', () => {
  document.documentElement.className = '';
  shrinkSide(1);
  fit();
});
// In a window turned or drawn wider the country fills the map again, unless someone has moved it.
let resized = 0;
window.addEventListener('resize', () => {
  cancelAnimationFrame(resized);
  if (!moved) resized = requestAnimationFrame(fit);
});
changed('lang');
fit();
drawWeight();
