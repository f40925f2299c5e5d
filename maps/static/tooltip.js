// What a place says when pointed at, tapped or reached by keyboard.
const tip = document.getElementById('tip');
const picked = draw('path', { id: 'picked' }, overlay('picked'));
let shown = -1, tipAt = [0, 0];

function tipLines(unit) {
  const one = indicator(), found = show.figure(one, unit, state.slice), lines = [];
  const head = make('strong', units[unit].name), parent = page.parents && page.parents.names[parents[unit]];
  if (parent) head.appendChild(make('span', ' · ' + parent, 'parent'));
  lines.push(head);
  if (found.code < CARRIED) {
    const text = found.status === 'suppressed' ? w('tooltip.suppressed') : w('status.' + found.status);
    lines.push(make('p', text, 'tip-status'));
    return lines;
  }
  const how = provenance(one, unit, state.slice);
  lines.push(make('p', people(found.value) + '\u00a0' + unitWord(one), 'tip-value'));
  if (found.rate !== null) lines.push(make('p', rateText(found.rate, one.rateDecimals) + '\u00a0' + w('unit.rate')));
  if (found.code === CARRIED) lines.push(make('p', w('tooltip.carried', { date: dateWords(how.day), age: ageWords(how.age) }), 'tip-old'));
  else lines.push(make('p', w('tooltip.reference', { date: dateWords(how.day) }) + (how.age ? ' (' + ageWords(how.age) + ')' : '')));
  if (how.source) lines.push(make('p', w('tooltip.source', { source: both(how.source.title) }), 'fine'));
  if (how.crosswalk) lines.push(make('p', w(how.crosswalk === PARTIAL ? 'tooltip.partial' : 'tooltip.shared'), how.crosswalk === PARTIAL ? 'tip-old' : 'fine'));
  if (how.note) {
    const note = make('span', how.note), line = make('p', w('map.note') + ' ', 'fine');
    note.lang = 'en';
    line.appendChild(note);
    lines.push(line);
  }
  return lines;
}

function showTip(lines, x, y) {
  tipAt = [x, y];
  tip.textContent = '';
  lines.forEach(line => tip.appendChild(line));
  tip.hidden = false;
  const frame = tip.offsetParent.getBoundingClientRect();
  const left = Math.min(Math.max(4, x - frame.left + 14), frame.width - tip.offsetWidth - 4);
  let top = y - frame.top + 14;
  if (top + tip.offsetHeight > frame.height - 4) top = Math.max(4, y - frame.top - tip.offsetHeight - 14);
  tip.style.left = left + 'px';
  tip.style.top = top + 'px';
}

// The unit pointed at is told of again while time runs; anything else is no longer what it was.
function followTip() {
  if (shown < 0 || tip.hidden) return tip.hidden || hideTip();
  showTip(show.tip(shown), ...tipAt);
}

function hideTip() {
  tip.hidden = true;
  tip.textContent = '';
  shown = -1;
  outline();
}

// The outline of the unit told of, drawn again when the map has another scale.  A sheet with nothing on it is taken away:
// the browser would put it together with the others in every step.
function outline() {
  picked.setAttribute('d', shown < 0 ? '' : shapes[shown].element.getAttribute('d'));
  map.getPane('top').hidden = namesTraced && shown < 0;
}
outline();
map.on('zoomend moveend', outline);

function showUnit(unit, x, y) {
  if (shown !== unit) {
    hideTip();
    shown = unit;
    outline();
  }
  showTip(show.tip(unit), x, y);
}

// Whether the unit was reached by keyboard; a click gives it the focus as well, but no ring.
function byKeyboard(element) {
  try {
    return element.matches(':focus-visible');
  } catch (old) {
    return document.activeElement === element;
  }
}

document.addEventListener('keydown', event => event.key === 'Escape' && hideTip());

// A pointer that leaves takes away what it showed, not what is told of the unit reached by keyboard.
shapes.forEach(({ shape, element }, unit) => {
  const at = event => showUnit(unit, event.originalEvent.clientX, event.originalEvent.clientY);
  const leave = () => shown === unit && !byKeyboard(element) && hideTip();
  shape.on('mouseover', at).on('mousemove', at).on('click', at).on('mouseout', leave);
});

// What a screen reader says of a unit.
function sayUnit(unit) {
  const found = snapshot[unit], shape = shapes[unit];
  const told = [found.value === null ? '' : people(found.value), found.code > CARRIED ? '' : w('status.' + found.status)].filter(Boolean).join(', ');
  const text = units[unit].name + w('map.colon') + ' ' + told;
  if (shape.said === text) return;
  if (shape.said === undefined) shape.element.setAttribute('role', 'img');
  shape.said = text;
  shape.element.setAttribute('aria-label', text);
}

// Of many units only the one that has been reached.
function sayUnits() {
  if (units.length <= 60) units.forEach((_, unit) => sayUnit(unit));
  else sayUnit(reached);
}
