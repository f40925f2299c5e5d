// The lines of the map on the canvas, under the circles and over what the units are filled with.  They are traced when
// the map has moved, from the paths that Leaflet has laid out: surroundings, which the canvas hides, borders, limits.
const TRACED = ['ground', 'rims', 'water', 'borders', 'lines'];

function traceLines() {
  if (!surface.box) return;
  const pen = surface.lines, { left, top, wide, high } = surface.box;
  pen.clearRect(left, top, wide, high);
  for (const name of TRACED) for (const path of overlay(name).children) trace(pen, path);
  surface.retraced = true;
}

function trace(pen, path) {
  const told = name => path.getAttribute(name), shape = new Path2D(told('d'));
  const [fill, stroke] = ['fill', 'stroke'].map(name => (/^#/.test(told(name)) ? told(name) : ''));
  if (fill) {
    pen.globalAlpha = told('fill-opacity');
    pen.fillStyle = fill;
    pen.fill(shape, 'evenodd');
  }
  if (!stroke) return;
  pen.globalAlpha = told('stroke-opacity');
  pen.strokeStyle = stroke;
  pen.lineWidth = told('stroke-width');
  pen.lineCap = told('stroke-linecap');
  pen.lineJoin = told('stroke-linejoin');
  pen.setLineDash((told('stroke-dasharray') || '').split(/[ ,]+/).filter(Boolean).map(Number));
  pen.stroke(shape);
}
