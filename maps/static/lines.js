// What stands still on the canvas: lines, and names where nothing is drawn over it, on what the units are filled with and
// under the circles.  It is traced when the map has moved, from what is laid out: surroundings, which the canvas hides,
// borders, limits, names.
const TRACED = ['ground', 'rims', 'water', 'borders', 'lines', ...(namesTraced ? NAMES : [])];

function traceLines() {
  if (!surface.box) return;
  const pen = surface.lines, { left, top, wide, high } = surface.box;
  pen.clearRect(left, top, wide, high);
  for (const name of TRACED) for (const drawn of overlay(name).children) (drawn.tagName === 'text' ? traceName : trace)(pen, drawn);
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

// With its halo, as the style sheet has it.  Where a canvas cannot space letters, none are spaced.
if (!('letterSpacing' in CanvasRenderingContext2D.prototype)) map.getContainer().style.setProperty('--spacing', 0);

function traceName(pen, text) {
  if (text.style.display === 'none') return;
  const style = getComputedStyle(text), { e: x, f: y } = text.transform.baseVal.getItem(0).matrix;
  pen.font = style.font;
  pen.letterSpacing = style.letterSpacing === 'normal' ? '0px' : style.letterSpacing;
  pen.textAlign = 'center';
  pen.globalAlpha = style.strokeOpacity;
  pen.strokeStyle = style.stroke;
  pen.lineWidth = parseFloat(style.strokeWidth);
  pen.lineJoin = style.strokeLinejoin;
  pen.setLineDash([]);
  pen.strokeText(text.textContent, x, y);
  pen.globalAlpha = 1;
  pen.fillStyle = style.fill;
  pen.fillText(text.textContent, x, y);
}
