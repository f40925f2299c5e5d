// The panel beside the map: which types of sites are drawn, and what is known of the place that was tapped.
let chosen = {};

function drawStates() {
  const box = document.getElementById('sites-states');
  box.textContent = '';
  for (const status in about.statuses) {
    const sign = draw('svg', { width: 16, height: 16, viewBox: '-9 -9 18 18', 'aria-hidden': 'true' });
    draw('path', Object.assign({ d: 'M-6-6H6V6H-6Z' }, look(status, '#444')), sign);
    box.append(sign, ' ' + both(about.statuses[status]) + '  ');
  }
}

function drawSitesLegend() {
  const box = document.getElementById('sites-types');
  document.getElementById('sites-legend').hidden = !marks.length;
  document.getElementById('sites-title').textContent = say('legend.points');
  document.getElementById('sites-gathered').textContent = say('legend.gathered');
  drawStates();
  box.textContent = '';
  for (const name in about.types) {
    const row = make('li'), label = make('label'), tick = make('input');
    tick.type = 'checkbox';
    tick.checked = !hiddenTypes.has(name);
    tick.addEventListener('change', () => {
      if (tick.checked) hiddenTypes.delete(name);
      else hiddenTypes.add(name);
      placeSites();
      layLabels();
    });
    const sign = draw('svg', { width: 20, height: 20, viewBox: '-10 -10 20 20', 'aria-hidden': 'true' });
    draw('path', { d: about.types[name].shape, fill: about.types[name].ink }, sign);
    label.append(tick, sign, make('span', both(about.types[name].label)));
    row.appendChild(label);
    row.dataset.type = name;
    box.appendChild(row);
  }
}

// A unit by its number, or a site.
function choosePlace(place) {
  chosen = place;
  drawPlace();
}

function placeFacts({ unit, site }) {
  if (site) return siteFacts(site);
  return about.units[units[unit].pcode][lang].map(([label, value, scope]) => [label, [value].concat(scope ? make('small', scope) : [])]);
}

function drawPlace() {
  const list = document.getElementById('place-lines'), { unit, site } = chosen, known = site || unit !== undefined;
  document.getElementById('place-title').textContent = !known ? say('panel.title') : site ? site.name : units[unit].name;
  document.getElementById('place-hint').textContent = known ? '' : say('panel.hint');
  list.textContent = '';
  if (!known) return;
  for (const [label, parts] of placeFacts(chosen)) {
    const told = make('dd');
    told.append(...parts);
    list.append(make('dt', label), told);
  }
}

shapes.forEach(({ shape, element }, unit) => {
  const choose = () => choosePlace({ unit });
  shape.on('click', choose);
  element.addEventListener('keydown', event => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      choose();
    }
  });
});
listeners.push(what => {
  if (what === 'slice') return;
  drawSitesLegend();
  drawPlace();
});

// The coverage gap of one date at a time, oldest to the left, where there are several; the newest opens.
for (const section of document.querySelectorAll('.coverage')) {
  const dates = Array.from(section.querySelectorAll('.gap-date')).reverse();
  if (dates.length < 2) continue;
  const box = make('p', null, 'gap-time'), slider = make('input'), said = make('output');
  Object.assign(slider, { type: 'range', min: 0, max: dates.length - 1, step: 1, value: dates.length - 1 });
  const turn = () => {
    dates.forEach((date, i) => (date.hidden = i !== Number(slider.value)));
    const one = section.closest('[data-only]').dataset.only, at = one === 'fr' ? 0 : 1;
    slider.setAttribute('aria-label', about.words['panel.gap_date'][at]);
    said.textContent = dateWords(Date.parse(dates[slider.value].dataset.date) / DAY);
    slider.setAttribute('aria-valuetext', said.textContent);
  };
  slider.addEventListener('input', turn);
  listeners.push(what => what === 'lang' && turn());
  box.append(slider, said);
  section.insertBefore(box, dates[dates.length - 1]);
  window.addEventListener('beforeprint', () => dates.forEach(date => (date.hidden = false)));
  window.addEventListener('afterprint', turn);
  turn();
}
