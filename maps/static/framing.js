// The country in its frame: on opening, in a window drawn wider, on a printed sheet.
// On whole pixels of the screen the browser copies the drawing; between them it would blend it at each step.
function align(box) {
  const top = box.parentNode.getBoundingClientRect().top + window.scrollY;
  box.style.top = Math.ceil(top * devicePixelRatio) / devicePixelRatio - top + 'px';
}

// Fits the country into the map as it now is; on opening it may already be there.
let fitting = false, moved = false, fitted = false;
function fit() {
  const before = map.getSize();
  fitting = true;
  measure();
  if (fitted || !before.equals(map.getSize())) {
    // The limit of panning would pull the country out of a frame of another size.
    map.setMaxBounds(null);
    map.setMinZoom(FARTHEST);
    map.fitBounds(framed, { padding: air, animate: false });
    map.setMaxBounds(framed.pad(0.6));
  }
  map.setMinZoom(map.getZoom() - 1);
  fitting = false;
  fitted = true;
  if (surface.box) map.fire('moveend');
  settle();
  if (!surface.box) surface.addTo(map);
}

// The map as large as its frame, under a heading that does not get lower while time runs.
const heading = steady(document.querySelector('header'));
function measure() {
  heading.style.minHeight = '';
  align(map.getContainer());
  map.invalidateSize({ animate: false });
}

// What depends on how large the map is.
let legendScale = radiusScale();
function settle() {
  show.marks();
  layLabelsAnew();
  drawYears(indicator());
  if (legendScale !== radiusScale()) show.legend();
  legendScale = radiusScale();
}

map.on('dragend', () => (moved = true));
map.on('zoomend', () => {
  moved = moved || !fitting;
  show.marks();
});
// Names are laid before the canvas is painted, which has them.
map.on('moveend', () => fitted && !fitting && layLabels());

// Totals and legend are made smaller until all of them is on the sheet; 1 brings them back.
function shrinkSide(smallest) {
  const side = document.getElementById('side'), parts = Array.from(side.children);
  for (let size = 1; size >= smallest; size -= 0.05) {
    parts.forEach(part => (part.style.zoom = size));
    if (side.scrollHeight <= side.clientHeight) break;
  }
}

// What the reader had moved to, before the whole country was printed.
let left = null;
window.addEventListener('beforeprint', () => {
  left = moved && [map.getCenter(), map.getZoom()];
  document.documentElement.className = 'printing';
  fit();
  shrinkSide(0.45);
});
window.addEventListener('afterprint', () => {
  document.documentElement.className = '';
  shrinkSide(1);
  fit();
  if (left) map.setView(...left, { animate: false });
});

// In a window turned or drawn wider the country fills the map again, unless someone has moved it.
let resized = 0;
window.addEventListener('resize', () => {
  cancelAnimationFrame(resized);
  resized = requestAnimationFrame(() => {
    if (!moved) return fit();
    measure();
    settle();
  });
});

// A screen of another density has other pixels for the same canvas.
function watchDensity() {
  const here = matchMedia('(resolution: ' + devicePixelRatio + 'dppx)');
  if (here.addEventListener) here.addEventListener('change', () => {
    measure();
    map.fire('moveend');
    watchDensity();
  }, { once: true });
}
watchDensity();
