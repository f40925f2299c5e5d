// Hatches: of a status that is no class, and of a figure carried forward over the colour of its class.

// A square of the hatch that joins itself on every side, three marks across, in pixels of the canvas.
function drawTile(dense, hatch, ground, mark, spacing, width) {
  const canvas = make('canvas'), pen = canvas.getContext('2d'), dots = hatch === 'dots';
  const side = canvas.width = canvas.height = Math.round(3 * spacing * (dots ? 1 : Math.SQRT2) * dense), step = side / 3;
  const line = (x1, y1, x2, y2) => {
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
  };
  pen.fillStyle = ground;
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = mark;
  pen.lineWidth = width * dense;
  pen.lineCap = 'round';
  for (let i = -3; i < 4; i++) {
    const x = (i + 0.5) * step;
    if (dots) for (let y = step / 2; y < side; y += step) line(x, y, x, y);
    if (hatch === 'diagonal' || hatch === 'cross') line(x - step, side + step, x + side + step, -step);
    if (hatch === 'back_diagonal' || hatch === 'cross') line(x - step, -step, x + side + step, side + step);
  }
  pen.stroke();
  return canvas;
}

// What a canvas is filled with: a colour, or a hatch made once for each density.
const hatchings = new Map();
function filling(pen, fill) {
  if (fill[0] === '#') return fill;
  const dense = density(), key = fill + dense;
  if (!hatchings.has(key)) {
    const pattern = pen.createPattern(drawTile(dense, ...page.style.hatches[fill]), 'repeat');
    pattern.setTransform(new DOMMatrix().scale(1 / dense));
    hatchings.set(key, pattern);
  }
  return hatchings.get(key);
}
