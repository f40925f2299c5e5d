// The map by keyboard: one unit is reached with Tab, from there the arrow keys go to the next in their way.
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
let reached = 0;
// The unit that has the focus because it was clicked: it leaves the arrow keys to time.
let clicked = null;

// The nearest unit in a direction; what lies aside counts double, so that the way is kept.
function towards(from, [right, down]) {
  const here = map.latLngToLayerPoint(points[from]);
  let next = from, least = Infinity;
  points.forEach((at, unit) => {
    const away = map.latLngToLayerPoint(at).subtract(here);
    const along = away.x * right + away.y * down, aside = Math.abs(away.x * down) + Math.abs(away.y * right);
    if (along <= 0 || along + 2 * aside >= least) return;
    next = unit;
    least = along + 2 * aside;
  });
  return next;
}

function reach(unit) {
  shapes[reached].element.setAttribute('tabindex', -1);
  shapes[unit].element.setAttribute('tabindex', 0);
  reached = unit;
}

shapes.forEach(({ element }) => element.setAttribute('tabindex', -1));
reach(0);
const placeOf = event => shapes.findIndex(({ element }) => element === event.target);

// A drawing that listens for the focus would be given it by the browser: the box around it listens.
map.getContainer().addEventListener('mousedown', event => (clicked = event.target));
map.getContainer().addEventListener('focusin', event => {
  if (event.target !== clicked) clicked = null;
  const unit = placeOf(event);
  if (unit < 0) return;
  reach(unit);
  sayUnit(unit);
  map.panInside(points[unit], { padding: [40, 40], animate: false });
  const box = event.target.getBoundingClientRect();
  showUnit(unit, box.left + box.width / 2, box.top + box.height / 2);
});
map.getContainer().addEventListener('focusout', event => placeOf(event) >= 0 && hideTip());
map.getContainer().addEventListener('keydown', event => {
  const unit = placeOf(event);
  if (unit < 0 || !(event.key in WAYS) || event.target === clicked || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  shapes[towards(unit, WAYS[event.key])].element.focus({ preventScroll: true });
});
