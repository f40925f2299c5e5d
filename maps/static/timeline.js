// Time: slider, buttons, keyboard, and a strip chart of the totals under it.
const slider = document.getElementById('slider');
const chart = document.getElementById('strip');
let playing = null;

function go(slice) {
  const wanted = Math.max(0, Math.min(lastSlice(), slice));
  if (wanted === state.slice) return;
  state.slice = wanted;
  changed('slice');
}

function stop() {
  clearInterval(playing);
  playing = null;
  playWord();
}

function playWord() {
  const button = document.getElementById('play');
  button.firstElementChild.setAttribute('d', playing ? 'M4 3h4v14H4zM12 3h4v14h-4z' : 'M5 3l12 7-12 7z');
  button.setAttribute('aria-label', w(playing ? 'time.pause' : 'time.play'));
  button.title = w(playing ? 'time.pause' : 'time.play');
}

function lastSlice() {
  return indicator().days.length - 1;
}

function play() {
  if (playing) return stop();
  if (state.slice === lastSlice()) go(0);
  playing = setInterval(() => (state.slice < lastSlice() ? go(state.slice + 1) : stop()), 900);
  playWord();
}

function showDate() {
  const one = indicator(), box = document.getElementById('as-of'), text = sliceWords(one, state.slice);
  const last = String(lastSlice());
  setText(box, text);
  box.dataset.date = iso(one.days[state.slice]);
  const round = one.rounds && one.rounds[state.slice], behind = one.ageMode ? one.ageMode[state.slice] : 0;
  const beside = [round ? w('time.round', { round }) : '', behind ? w('time.figures_of', { date: dateWords(one.days[state.slice] - behind) }) : ''];
  setText(document.getElementById('round'), beside.filter(Boolean).join(', '));
  showWhy(one);
  if (slider.max !== last) slider.max = last;
  if (slider.value !== String(state.slice)) slider.value = state.slice;
  slider.setAttribute('aria-valuetext', text);
}

function showPosition() {
  setText(document.getElementById('position'), w('time.position', { index: state.slice + 1, count: lastSlice() + 1 }));
}

// Why the page opens where it does, and the way to what is newer.
function showWhy(one) {
  const box = document.getElementById('why'), last = one.days.length - 1, country = totalRow(one, 'country', 'MLI');
  box.textContent = '';
  if (state.slice !== one.first || one.first === last || !country) return;
  const count = line => totalAt(one, country, line, state.slice) || 0;
  const counts = { reporting: people(count(REPORTING)), units: people(count(UNITS)) };
  const newer = make('button', sliceWords(one, last));
  newer.type = 'button';
  newer.id = 'newer';
  newer.addEventListener('click', () => go(last));
  const whole = count(REPORTING) === count(UNITS), most = count(REPORTING) >= page.coverage.most * count(UNITS);
  box.append((whole ? w('time.last_whole', counts) : most ? w('time.last_full', counts) : w('time.best', counts)) + ' ', newer);
}

// A sum over few of the units is no point of a line: it would show who reported, not who moved.
function joins(one, row, slice) {
  return slice < one.days.length && totalAt(one, row, TOTAL, slice) !== null
    && totalAt(one, row, REPORTING, slice) >= page.coverage.line * totalAt(one, row, UNITS, slice);
}

// Lines of the totals; a slice nobody or only some reported is a break, never a bridge.
function stripLine(one, row, top, colour, width) {
  const n = one.days.length;
  let line = '', points = '', open = false;
  for (let slice = 0; slice < n; slice++) {
    const number = totalAt(one, row, TOTAL, slice), joined = joins(one, row, slice);
    if (number !== null) {
      const x = n > 1 ? (slice / (n - 1)) * 1000 : 0, y = 98 - (number / top) * 94;
      const at = x.toFixed(1) + ' ' + y.toFixed(1);
      if (joined) line += (open ? 'L' : 'M') + at;
      if (!joined || (!open && !joins(one, row, slice + 1))) points += 'M' + at + 'h0.01';
    }
    open = joined;
  }
  for (const [path, stroke] of [[line, width], [points, 2 * width]]) {
    if (path) draw('path', {
      d: path, fill: 'none', stroke: colour, 'stroke-width': stroke, 'vector-effect': 'non-scaling-stroke',
      'stroke-linejoin': 'round', 'stroke-linecap': 'round',
    }, chart);
  }
}

function drawStrip() {
  const one = indicator(), country = totalRow(one, 'country', 'MLI'), grouping = page.groupings[state.grouping];
  chart.textContent = '';
  let top = 0;
  for (let slice = 0; country && slice < one.days.length; slice++) top = Math.max(top, totalAt(one, country, TOTAL, slice) || 0);
  for (const [, number] of one.published || []) top = Math.max(top, number);
  if (top > 0) {
    if (grouping) grouping.groups.forEach((side, i) => {
      const row = totalRow(one, grouping.id, side.id);
      if (row) stripLine(one, row, top, page.style.groups[i], 1.6);
    });
    publishedMarks(one, top);
    stripLine(one, country, top, page.style.total, 2.2);
  }
  document.getElementById('strip-top').textContent = top ? compact(top) : '';
  drawYears(one);
}

// On opening they wait, as the names do, until the country is in its frame: to ask how wide they may be lays out the page.
function drawYears(one) {
  if (!fitted) return;
  const axis = document.getElementById('years'), n = one.days.length;
  axis.textContent = '';
  let year = '', lastX = -1;
  const apart = 44 / Math.max(axis.clientWidth, 200);
  for (let slice = 0; slice < n; slice++) {
    const here = iso(one.days[slice]).slice(0, 4), x = n > 1 ? slice / (n - 1) : 0;
    if (here !== year && (lastX < 0 || x - lastX > apart)) {
      const tick = make('span', here);
      tick.style.left = x * 100 + '%';
      axis.appendChild(tick);
      lastX = x;
    }
    year = here;
  }
}

// Whether what has the focus has a use of its own for the key; a unit that was clicked has none.
function keepsKey({ target, key }) {
  const within = target.closest && target.closest('input,select,button,a,textarea,summary,#map');
  if (!within || within === slider) return false;
  if (within.id === 'map') return key in WAYS && (target !== clicked || target === within);
  return key === ' ' || !within.closest('#buttons');
}

slider.addEventListener('input', () => go(Number(slider.value)));
document.getElementById('play').addEventListener('click', play);
document.getElementById('previous').addEventListener('click', () => go(state.slice - 1));
document.getElementById('next').addEventListener('click', () => go(state.slice + 1));
document.addEventListener('keydown', event => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || keepsKey(event)) return;
  const keys = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1 };
  if (event.key in keys) go(state.slice + keys[event.key]);
  else if (event.key === 'Home') go(0);
  else if (event.key === 'End') go(lastSlice());
  else if (event.key === ' ') play();
  else return;
  event.preventDefault();
});
