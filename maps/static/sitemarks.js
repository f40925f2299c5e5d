// Sites on the map.  Those of one town stand in a ring around it once the reader has come closer; those of one
// unit that would touch at this scale are gathered into one mark with their number.
const MARK = 16, GATHERED = 12, CLOSER = 1;
const hiddenTypes = new Set();

function sitePoint(site) {
  if (site.at) return site.at;
  const unit = units.findIndex(one => one.pcode === site.pcode);
  return unit < 0 ? null : points[unit];
}

const marks = about.sites.map(site => ({ site, at: sitePoint(site) })).filter(mark => mark.at);

function grouped(key) {
  const groups = new Map();
  for (const mark of marks) groups.set(key(mark), (groups.get(key(mark)) || []).concat(mark));
  return Array.from(groups.values());
}

const towns = grouped(mark => String(mark.at));
const gatherings = grouped(({ site }) => site.pcode || site.id).map(members => {
  const element = draw('g', { class: 'gathered', tabindex: 0, role: 'button' }, overlay('sites'));
  return { members, element };
});

// Told when pointed at or reached, done when clicked or entered.
function answers(element, lines, act) {
  const tell = event => {
    const box = element.getBoundingClientRect();
    shown = -1;
    showTip(lines(), event.clientX || box.right, event.clientY || box.bottom);
  };
  for (const name of ['mouseenter', 'focus', 'click']) element.addEventListener(name, tell);
  for (const name of ['mouseleave', 'blur']) element.addEventListener(name, hideTip);
  element.addEventListener('click', act);
  element.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    act();
  });
}

marks.forEach(mark => {
  const { site } = mark, type = about.types[site.type];
  mark.element = draw('path', Object.assign({
    class: 'site', d: type.shape, tabindex: 0, role: 'button', 'data-site': site.id, 'data-type': site.type, 'data-state': site.status,
  }, look(site.status, type.ink)), overlay('sites'));
  answers(mark.element, () => siteLines(site), () => choosePlace({ site }));
});

gatherings.forEach(gathering => answers(gathering.element, () => gatheredLines(shownOf(gathering)), () => comeCloser(gathering)));

// How a state looks: full when working, empty otherwise, dashed when nobody knows today.
function look(status, colour) {
  const working = status === 'working';
  return {
    fill: working ? colour : '#fff', stroke: working ? '#fff' : colour,
    'stroke-dasharray': status === 'unknown' ? '3 2' : 'none', 'stroke-width': 1.6,
  };
}

function shownOf({ members }) {
  return members.filter(mark => !hiddenTypes.has(mark.site.type));
}

function near() {
  return map.getBoundsZoom(framed, false, air) + CLOSER;
}

// Where each mark is drawn: on its town, or on the ring around it.
function spread() {
  const ring = map.getZoom() >= near();
  for (const town of towns) {
    const far = ring && town.length > 1 ? Math.max(12, MARK * town.length / (2 * Math.PI)) : 0;
    town.forEach((mark, i) => {
      const turn = (2 * Math.PI * i) / town.length, at = map.latLngToLayerPoint(mark.at);
      Object.assign(mark, { x: at.x + far * Math.cos(turn), y: at.y + far * Math.sin(turn) });
    });
  }
}

function touch(shown) {
  return shown.some((a, i) => shown.slice(0, i).some(b => Math.hypot(a.x - b.x, a.y - b.y) < MARK));
}

const moveTo = (element, x, y) => element.setAttribute('transform', 'translate(' + x.toFixed(1) + ' ' + y.toFixed(1) + ')');

function placeSites() {
  spread();
  reserved.length = 0;
  let gathered = false;
  for (const gathering of gatherings) {
    const shown = shownOf(gathering), together = touch(shown);
    for (const mark of gathering.members) {
      const alone = !together && shown.includes(mark);
      mark.element.style.display = alone ? '' : 'none';
      mark.element.setAttribute('aria-label', mark.site.name + ', ' + both(about.types[mark.site.type].label));
      moveTo(mark.element, mark.x, mark.y);
      if (alone) reserve(mark, MARK / 2);
    }
    gathered = gathered || together;
    gathering.element.style.display = together ? '' : 'none';
    if (together) drawGathering(gathering, shown);
  }
  document.getElementById('sites-gathered').hidden = !gathered;
}

function reserve({ x, y }, r) {
  reserved.push([x - r, y - r, x + r, y + r]);
}

// The number of sites; of the rim each type has its part.
function drawGathering({ element }, shown) {
  const middle = { x: mean(shown.map(mark => mark.x)), y: mean(shown.map(mark => mark.y)) }, round = 2 * Math.PI * GATHERED;
  element.textContent = '';
  draw('circle', { r: GATHERED + 2.5, fill: '#fff', stroke: '#555', 'stroke-width': 0.8 }, element);
  let before = 0;
  for (const [type, count] of typesOf(shown)) {
    const part = round * count / shown.length;
    draw('circle', {
      r: GATHERED, fill: 'none', stroke: about.types[type].ink, 'stroke-width': 4, transform: 'rotate(-90)',
      'stroke-dasharray': part.toFixed(2) + ' ' + (round - part).toFixed(2), 'stroke-dashoffset': (-before).toFixed(2),
    }, element);
    before += part;
  }
  draw('text', { 'text-anchor': 'middle', y: 4, 'font-size': 11.5 }, element).textContent = shown.length;
  element.setAttribute('aria-label', gatheredLines(shown).map(line => line.textContent).join(', '));
  moveTo(element, middle.x, middle.y);
  reserve(middle, GATHERED + 3);
}

const mean = numbers => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

function typesOf(shown) {
  return Object.keys(about.types).map(type => [type, shown.filter(mark => mark.site.type === type).length]).filter(([, count]) => count);
}

function gatheredLines(shown) {
  const unit = units.find(one => one.pcode === shown[0].site.pcode);
  const lines = typesOf(shown).map(([type, count]) => make('div', count + ' × ' + both(about.types[type].label)));
  return [make('strong', (unit ? unit.name : shown[0].site.name) + w('map.colon') + ' ' + shown.length)].concat(lines);
}

// As close as shows the sites apart, and at least one step.
function comeCloser(gathering) {
  const shown = shownOf(gathering), box = L.latLngBounds(shown.map(mark => mark.at)), here = map.getZoom() + CLOSER;
  const byKeyboard = document.activeElement === gathering.element;
  hideTip();
  map.setView(box.getCenter(), Math.max(here, Math.min(map.getBoundsZoom(box.pad(0.3)), near() + CLOSER)));
  if (byKeyboard) map.once('moveend', () => shown[0].element.focus({ preventScroll: true }));
}

const marksAlone = show.marks;
show.marks = what => {
  marksAlone(what);
  if (what !== 'slice') placeSites();
};
