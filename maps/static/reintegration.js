// Service points over the map, and the panel that tells what is known of the unit that was tapped.
const about = page.reintegration;
const say = key => both(about.words[key]);
const hiddenTypes = new Set();
let chosen = -1;

function sitePoint(site) {
  if (site.at) return site.at;
  const unit = units.findIndex(one => one.pcode === site.pcode);
  return unit < 0 ? null : points[unit];
}

// Points of one town stand in a ring around it, so that none hides another.
const towns = new Map();
const marks = about.sites.map(site => ({ site, at: sitePoint(site) })).filter(mark => mark.at);
marks.forEach(mark => {
  const key = String(mark.at);
  if (!towns.has(key)) towns.set(key, []);
  towns.get(key).push(mark);
});

marks.forEach(mark => {
  const type = about.types[mark.site.type];
  mark.element = draw('path', Object.assign({
    class: 'site', d: type.shape, tabindex: 0, role: 'img', 'data-site': mark.site.id, 'data-type': mark.site.type,
    'data-state': mark.site.status,
  }, look(mark.site.status, type.ink)), overlay('sites'));
  const tell = event => {
    const box = mark.element.getBoundingClientRect();
    shown = -1;
    showTip(siteLines(mark.site), event.clientX || box.right, event.clientY || box.bottom);
  };
  for (const name of ['mouseenter', 'focus', 'click']) mark.element.addEventListener(name, tell);
  for (const name of ['mouseleave', 'blur']) mark.element.addEventListener(name, hideTip);
});

function siteLines(site) {
  const lines = [make('strong', site.name), make('p', both(about.types[site.type].label))];
  lines.push(make('p', say('column.status') + w('map.colon') + ' ' + both(about.statuses[site.status]) + ' (' + both(site.since) + ')'));
  for (const name of ['operator', 'conditions']) {
    if (both(site[name])) lines.push(make('p', say('column.' + name) + w('map.colon') + ' ' + both(site[name])));
  }
  lines.push(make('p', w(site.at ? 'site.coarsened' : 'site.unit_position'), 'fine'));
  return lines;
}

function placeSites() {
  for (const group of towns.values()) {
    group.forEach((mark, i) => {
      const turn = (2 * Math.PI * i) / group.length, far = group.length > 1 ? 12 : 0;
      const at = map.latLngToLayerPoint(mark.at);
      const x = at.x + far * Math.cos(turn), y = at.y + far * Math.sin(turn);
      mark.element.setAttribute('transform', 'translate(' + x.toFixed(1) + ' ' + y.toFixed(1) + ')');
      mark.element.style.display = hiddenTypes.has(mark.site.type) ? 'none' : '';
      mark.element.setAttribute('aria-label', mark.site.name + ', ' + both(about.types[mark.site.type].label));
    });
  }
}

// How a state looks: full when working, empty otherwise, dashed when nobody knows today.
function look(status, colour) {
  const working = status === 'working';
  return {
    fill: working ? colour : '#fff', stroke: working ? '#fff' : colour,
    'stroke-dasharray': status === 'unknown' ? '3 2' : 'none', 'stroke-width': 1.6,
  };
}

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
    });
    const sign = draw('svg', { width: 20, height: 20, viewBox: '-10 -10 20 20', 'aria-hidden': 'true' });
    draw('path', { d: about.types[name].shape, fill: about.types[name].ink }, sign);
    label.append(tick, sign, make('span', both(about.types[name].label)));
    row.appendChild(label);
    row.dataset.type = name;
    box.appendChild(row);
  }
}

function drawPlace() {
  const list = document.getElementById('place-lines'), unit = units[chosen];
  document.getElementById('place-title').textContent = unit ? unit.name : say('panel.title');
  document.getElementById('place-hint').textContent = unit ? '' : say('panel.hint');
  list.textContent = '';
  if (!unit) return;
  for (const [label, value, scope] of about.units[unit.pcode][lang]) {
    const told = make('dd', value);
    if (scope) told.appendChild(make('small', scope));
    list.append(make('dt', label), told);
  }
}

shapes.forEach(({ shape, element }, unit) => {
  const choose = () => {
    chosen = unit;
    drawPlace();
  };
  shape.on('click', choose);
  element.addEventListener('keydown', event => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      choose();
    }
  });
});
map.on('zoomend viewreset', placeSites);
listeners.push(what => {
  if (what === 'slice') return;
  placeSites();
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
