// The body and the head of an arrow between two points, bent to the left of travel so that both
// directions part.
const HEAD = 3.2;
function arrow(from, to, width) {
  const dx = to.x - from.x, dy = to.y - from.y, length = Math.hypot(dx, dy) || 1;
  const bend = 0.18 * length, cx = (from.x + to.x) / 2 + (dy / length) * bend, cy = (from.y + to.y) / 2 - (dx / length) * bend;
  const head = Math.max(7, width * 1.5 + HEAD), wing = Math.max(3.4, width * 0.95);
  const ex = to.x - cx, ey = to.y - cy, end = Math.hypot(ex, ey) || 1, ux = ex / end, uy = ey / end;
  const sx = cx - from.x, sy = cy - from.y, start = Math.hypot(sx, sy) || 1;
  const tip = { x: to.x - ux * 4, y: to.y - uy * 4 }, neck = { x: tip.x - ux * head, y: tip.y - uy * head };
  const p = n => n.toFixed(1);
  return {
    body: 'M' + p(from.x + (sx / start) * 4) + ' ' + p(from.y + (sy / start) * 4) + 'Q' + p(cx) + ' ' + p(cy) + ' ' + p(neck.x) + ' ' + p(neck.y),
    head: 'M' + p(tip.x) + ' ' + p(tip.y) + 'L' + p(neck.x - uy * wing) + ' ' + p(neck.y + ux * wing) + 'L' + p(neck.x + uy * wing) + ' ' + p(neck.y - ux * wing) + 'Z',
  };
}
