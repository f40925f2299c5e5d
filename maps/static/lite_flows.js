// The small page of flows: arrows of the period over the drawing that stands in the file.
const page = JSON.parse(document.getElementById('data').textContent);
const $ = id => document.getElementById(id);
const days = sums(page.slices), starts = varints(page.lengths).map((length, i) => days[i] - length);
const slider = $('slider'), MOST = 40, WIDEST = 16;
let slice = days.length - 1, timer = null;

function make(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function draw(tag, attributes, parent) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  return parent.appendChild(element);
}

// All flows as { k, from, to, slice, number }; place 0 is unknown, number -1 suppressed.
const flows = [];
page.kinds.forEach((kind, k) => {
  eachMove(kind, (when, from, to, number) => flows.push({ k, from, to, slice: when, number }));
});
const largest = flows.reduce((most, flow) => Math.max(most, flow.from && flow.to ? flow.number : 0), 1);

function name(place) {
  return place ? both(page.nodes[place - 1][2]) : w('map.unknown_place');
}

function width(number) {
  return Math.max(1.5, (WIDEST * number) / largest);
}

function arrow(flow) {
  const [x, y] = page.nodes[flow.from - 1], [tx, ty] = page.nodes[flow.to - 1], kind = page.kinds[flow.k], wide = width(flow.number);
  const data = { class: 'flow', fill: 'none', stroke: kind.colour, 'stroke-width': wide.toFixed(1), 'stroke-dasharray': wide < 6 && kind.dash ? kind.dash : 'none', 'data-kind': kind.kind, 'data-value': flow.number };
  let line;
  if (flow.from === flow.to) line = draw('circle', Object.assign(data, { cx: x, cy: y, r: 12 }), $('flows'));
  else {
    const dx = tx - x, dy = ty - y, cx = (x + tx) / 2 + dy * 0.18, cy = (y + ty) / 2 - dx * 0.18;
    const far = Math.hypot(tx - cx, ty - cy) || 1, ux = (tx - cx) / far, uy = (ty - cy) / far, head = 10 + wide, wing = 5 + wide * 0.6;
    const px = tx - ux * 5, py = ty - uy * 5, nx = px - ux * head, ny = py - uy * head;
    line = draw('path', Object.assign(data, { d: `M${x} ${y}Q${cx} ${cy} ${nx} ${ny}` }), $('flows'));
    draw('path', { fill: kind.colour, d: `M${px} ${py}L${nx - uy * wing} ${ny + ux * wing}L${nx + uy * wing} ${ny - ux * wing}Z` }, $('flows'));
  }
  for (const type of ['mousemove', 'click']) {
    line.addEventListener(type, () => ($('tip').textContent = name(flow.from) + ' → ' + name(flow.to) + w('map.colon') + ' ' + people(flow.number) + ', ' + both(kind.label)));
  }
}

function show() {
  const here = flows.filter(flow => flow.slice === slice).sort((a, b) => b.number - a.number);
  const known = here.filter(flow => flow.from && flow.to && flow.number > 0), shown = known.slice(0, MOST), places = new Set();
  const add = list => list.reduce((sum, flow) => sum + Math.max(flow.number, 0), 0);
  $('as-of').textContent = periodWords(starts[slice], days[slice]);
  $('as-of').dataset.date = iso(days[slice]);
  slider.max = days.length - 1;
  slider.value = slice;
  for (const id of ['flows', 'names', 'totals', 'legend']) $(id).textContent = '';
  shown.slice().reverse().forEach(flow => {
    places.add(flow.from).add(flow.to);
    arrow(flow);
  });
  for (const place of places) {
    const [x, y] = page.nodes[place - 1];
    draw('circle', { cx: x, cy: y, r: 4, fill: '#fff', stroke: '#222' }, $('names'));
    draw('text', { x, y: y - 8 }, $('names')).textContent = name(place);
  }
  page.kinds.forEach((kind, k) => {
    const part = here.filter(flow => flow.k === k);
    if (!part.length) return;
    const row = make('div', both(kind.label) + ' ');
    row.className = 'total';
    row.style.borderLeft = '5px solid ' + kind.colour;
    row.style.paddingLeft = '6px';
    Object.assign(row.dataset, { group: kind.kind, value: add(part) });
    row.appendChild(make('b', people(add(part))));
    $('totals').appendChild(row);
  });
  const all = add(here);
  const percent = part => decimal(all ? (part / all) * 100 : 0, 0) + '\u00a0%';
  $('legend').appendChild(make('p', w('flow.shown', { shown: shown.length, count: here.length, share: percent(add(shown)) })));
  $('legend').appendChild(make('p', w('flow.unknown_origin', { share: percent(add(here.filter(flow => !flow.from))) })));
  $('legend').appendChild(make('p', w('legend.width')));
  const body = document.querySelector('#table tbody');
  body.textContent = '';
  here.slice(0, 200).forEach(flow => {
    const row = make('tr', '');
    row.append(make('td', name(flow.from)), make('td', name(flow.to)), make('td', both(page.kinds[flow.k].label)), make('td', flow.number < 0 ? w('status.suppressed') : people(flow.number)));
    body.appendChild(row);
  });
  history.replaceState(null, '', '#d=' + iso(days[slice]) + '&l=' + lang);
}

function words() {
  document.documentElement.lang = lang;
  document.title = both(page.title);
  $('title').textContent = both(page.title);
  $('lang-switch').textContent = w(lang === 'fr' ? 'page.english' : 'page.french');
  for (const part of document.querySelectorAll('[data-only]')) part.hidden = part.dataset.only !== lang;
  $('play').setAttribute('aria-label', w(timer ? 'time.pause' : 'time.play'));
  show();
}

function go(wanted) {
  slice = Math.max(0, Math.min(days.length - 1, wanted));
  show();
}

slider.addEventListener('input', () => go(Number(slider.value)));
$('play').addEventListener('click', () => {
  if (timer) timer = clearInterval(timer);
  else {
    if (slice === days.length - 1) go(0);
    timer = setInterval(() => {
      go(slice + 1);
      if (slice === days.length - 1) timer = clearInterval(timer);
    }, 1200);
  }
  words();
});
$('lang-switch').addEventListener('click', () => {
  lang = lang === 'fr' ? 'en' : 'fr';
  words();
});
const asked = new URLSearchParams(location.hash.slice(1));
lang = ['fr', 'en'].includes(asked.get('l')) ? asked.get('l') : document.documentElement.lang;
const wantedDay = days.indexOf(Date.parse(asked.get('d')) / DAY);
if (wantedDay >= 0) slice = wantedDay;
words();
