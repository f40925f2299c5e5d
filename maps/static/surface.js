// What time changes, on a canvas that reaches as far as the country does: to put as many shapes of an SVG on
// the screen costs a browser up to twice as much.  The fills stay on the canvas behind, where only the units that
// differ are filled anew; in front their copy has the lines on it, and the circles.
const Surface = L.Renderer.extend({
  options: { pane: 'below', padding: 0.3 },

  _initContainer() {
    this._container = make('div');
    const canvas = this._container.appendChild(make('canvas'));
    canvas.setAttribute('aria-hidden', 'true');
    this.front = canvas.getContext('2d', { alpha: false });
    this.back = make('canvas').getContext('2d', { alpha: false });
    this.lines = make('canvas').getContext('2d');
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const { min } = this._bounds, box = this.reach(), dense = density();
    this._container.style.transform = 'translate(' + min.x + 'px,' + min.y + 'px)';
    const { canvas } = this.front;
    canvas.style.transform = 'translate(' + (box.left - min.x) + 'px,' + (box.top - min.y) + 'px)';
    canvas.style.width = box.wide + 'px';
    canvas.style.height = box.high + 'px';
    for (const pen of [this.front, this.back, this.lines]) {
      pen.canvas.width = Math.round(box.wide * dense);
      pen.canvas.height = Math.round(box.high * dense);
      pen.setTransform(dense, 0, 0, dense, -box.left * dense, -box.top * dense);
    }
    this.back.fillStyle = ink.neighbour;
    this.back.fillRect(box.left, box.top, box.wide, box.high);
    this.box = box;
    this.fire('update');
  },

  // The part of the country, with its circles, that is in view or beside it.  In fours, so that it is a whole
  // number of pixels on screens of one and a quarter or one and a half.
  reach() {
    const { min, max } = this._bounds, room = page.style.radius[0] + 2;
    const a = map.latLngToLayerPoint(home.getNorthWest()), b = map.latLngToLayerPoint(home.getSouthEast());
    const left = 4 * Math.floor(Math.max(min.x, a.x - room) / 4), right = Math.min(max.x, b.x + room);
    const top = 4 * Math.floor(Math.max(min.y, a.y - room) / 4), bottom = Math.min(max.y, b.y + room);
    return { left, top, wide: 4 * Math.max(1, Math.ceil((right - left) / 4)), high: 4 * Math.max(1, Math.ceil((bottom - top) / 4)) };
  },

  copy() {
    const { left, top, wide, high } = this.box;
    for (const pen of [this.back, this.lines]) this.front.drawImage(pen.canvas, left, top, wide, high);
  },
});

// How many pixels of a canvas there are to one of the page.  On paper a power of two: by any other number
// Chromium lays the canvas beside the lines.
function density() {
  return document.documentElement.className === 'printing' ? 4 : devicePixelRatio;
}
