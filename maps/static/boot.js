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
  if (indicator().rates && state.fill === 'none') state.fill = 'rate';
  settleFill();
  changed('indicator');
}

// Another indicator or an address may ask for a fill that this one does not have.
function settleFill() {
  const fills = state.fills(indicator()).map(([fill]) => fill);
  if (!fills.includes(state.fill)) state.fill = fills.includes('rate') ? 'rate' : 'none';
  if (!indicator().rates && state.fill === 'none') state.circles = true;
}

// What is read beside the map.
let legendShows = '';
function tell(what) {
  showPosition();
  show.totals(what);
  const here = Array.from(present()).sort().join();
  if (what !== 'slice' || here !== legendShows) show.legend(what);
  legendShows = here;
  if (what !== 'slice') sortedUnits.head();
  if (what !== 'slice' || tableSection.open) show.table();
  else fillClosedTable();
  sayUnits();
}

function redraw(what) {
  takeSnapshot();
  if (what !== 'slice') {
    if (what === 'lang') {
      translate();
      drawWeight();
    }
    show.choices();
    show.strip();
    drawSplit();
    playWord();
  }
  showDate();
  if (indicator().flow) document.getElementById('as-of-word').textContent = lengthWord(indicator(), state.slice) + w('map.colon');
  paint();
  show.marks(what);
  if (what === 'slice') tellStep();
  else tellNow(what);
  // Names are placed when the country is in its frame.
  if (fitted && (what !== 'slice' || (indicator().flow && units.length <= 100))) layLabelsAnew();
  else numberLabels();
  followTip();
}

// While the map zooms, what stands on it would be laid where it is not yet.
listeners.push(what => (map._animatingZoom ? map.once('zoomend', () => redraw(what)) : redraw(what)));

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
document.getElementById('choices').addEventListener('submit', event => event.preventDefault());

lang = document.documentElement.lang;
state.circles = units.length <= 100 || !indicator().rates;
readHash();
load(indicator());
settleFill();
L.control.scale({ imperial: false, position: 'bottomleft' }).addTo(map);
const zoom = L.control.zoom({ position: 'topleft' }).addTo(map);
zoom._zoomInButton.dataset.wLabel = 'map.zoom_in';
zoom._zoomOutButton.dataset.wLabel = 'map.zoom_out';
ground();
drawRims();
drawLines();
drawLocator();
window.addEventListener('hashchange', () => {
  if (!location.hash.includes('=')) return;  // A place in the page, not a view of the map.
  const before = lang;
  readHash();
  settleFill();
  changed(before === lang ? 'indicator' : 'lang');
});
changed('lang');
fit();
