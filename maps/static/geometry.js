// Reads back the arcs and rings that maps/encode_geometry.py wrote; `point` makes what a vertex is to be.
const pair = (lat, lon) => [lat, lon];

function decodeArcs(text, grid, point = pair) {
  const stream = varints(text), arcs = [];
  let x = 0, y = 0;
  for (let i = 0; i < stream.length;) {
    const points = [];
    for (let left = stream[i++]; left > 0; left--) {
      x += signed(stream[i++]);
      y += signed(stream[i++]);
      points.push(point(grid[1] + y * grid[2], grid[0] + x * grid[2]));
    }
    arcs.push(points);
  }
  return arcs;
}

// Returns the rings of each unit and, for each arc, the units on its two sides.
function decodeUnits(geometry, count, point) {
  const arcs = decodeArcs(geometry.arcs, geometry.grid, point);
  const stream = varints(geometry.rings), sides = arcs.map(() => []), units = [];
  let at = 0, used = 0;
  for (let unit = 0; unit < count; unit++) {
    const rings = [];
    for (let n = stream[at++]; n > 0; n--) {
      const ring = [];
      for (let m = stream[at++]; m > 0; m--) {
        const reference = stream[at++];
        let arc = used, backwards = false;
        if (reference === 0) used++;
        else {
          arc = used - 1 - Math.floor((reference - 1) / 2);
          backwards = reference % 2 === 0;
        }
        sides[arc].push(unit);
        const points = backwards ? arcs[arc].slice().reverse() : arcs[arc];
        for (let k = ring.length ? 1 : 0; k < points.length; k++) ring.push(points[k]);
      }
      rings.push(ring);
    }
    units.push(rings);
  }
  return { units, arcs, sides };
}
