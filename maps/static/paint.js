// Paints the units of a slice and their circles.
const surface = new Surface();
surface.on('update', place);

// The ramp of an indicator is the same on every page; a class takes this colour of it when there are
// fewer classes than colours.
function shade(one, klass, count) {
  const last = page.style.ramps[one.ramp].length - 1;
  return count > 1 ? Math.round(((klass - 1) * last) / (count - 1)) : Math.floor((last + 1) / 2);
}

function colours(one, count) {
  return Array.from({ length: count }, (_, i) => page.style.ramps[one.ramp][shade(one, i + 1, count)]);
}

// What a unit is filled with: a colour, or the name of a hatch.
function fillOf(found) {
  if (found.code < CARRIED) return found.status;
  if (found.class === null) {
    if (found.code === CARRIED) return 'carried-' + (found.value === 0 ? 0 : 'plain');
    return found.code === ZERO ? page.style.zero : page.style.plain;
  }
  const one = indicator(), step = found.class && shade(one, found.class, limits(one).length);
  if (found.code === CARRIED) return 'carried-' + (found.class ? one.ramp + '-' + step : 0);
  return found.class === 0 ? page.style.zero : page.style.ramps[one.ramp][step];
}

function radius(one, number) {
  return number > 0 ? Math.max(page.style.radius[0] * radiusScale() * Math.sqrt(number / one.largest), page.style.radius[1]) : 0;
}

function radiusScale() {
  return Math.min(1, map.getSize().x / 700);
}

// Circles lie where the figures of the units do.
function circleOf(one, found) {
  return state.circles && !one.flow ? radius(one, found.value || 0) : 0;
}

// The largest first, so that none hides a smaller one.  A line of one pixel costs a browser half of one a little wider.
function drawCircles() {
  const pen = surface.front;
  pen.fillStyle = page.style.circle;
  pen.strokeStyle = ink.halo;
  pen.lineWidth = 1;
  for (const { at, r, carried } of shapes.filter(shape => shape.r > 0).sort((a, b) => b.r - a.r)) {
    pen.beginPath();
    pen.arc(at.x, at.y, r, 0, 2 * Math.PI);
    pen.globalAlpha = carried ? 0.3 : 0.62;
    pen.fill();
    pen.globalAlpha = 1;
    pen.setLineDash(carried ? [3, 2] : []);
    pen.stroke();
  }
}

// Only what differs from what is painted is touched.
function paint() {
  const one = indicator();
  let differs = surface.retraced;
  shapes.forEach((shape, unit) => {
    const found = snapshot[unit], fill = show.fill(found), klass = found.class === null ? '' : String(found.class);
    const r = circleOf(one, found), carried = found.code === CARRIED;
    if (shape.fill !== fill) {
      shape.element.setAttribute('fill', (shape.fill = fill)[0] === '#' ? fill : 'url(#p-' + fill + ')');
      shape.painted = false;
    }
    if (shape.status !== found.status) shape.element.setAttribute('data-status', (shape.status = found.status));
    if (shape.klass !== klass) shape.element.setAttribute('data-class', (shape.klass = klass));
    differs = differs || !shape.painted || shape.r !== r || shape.carried !== carried;
    Object.assign(shape, { r, carried });
  });
  if (!differs || !surface.box) return;
  for (const shape of shapes) if (!shape.painted) fillUnit(shape);
  surface.copy();
  surface.retraced = false;
  drawCircles();
}

function fillUnit(shape) {
  surface.back.fillStyle = filling(surface.back, shape.fill);
  surface.back.fill(shape.path, 'evenodd');
  shape.painted = true;
}

// Where the units lie, since the map has moved or has another scale: all are painted again.
function place() {
  shapes.forEach((shape, unit) => {
    shape.path = new Path2D(shape.element.getAttribute('d'));
    shape.at = map.latLngToLayerPoint(points[unit]);
    shape.painted = false;
  });
  traceLines();
  if (snapshot.length) paint();
}
