// Reads back what maps/encode_flows.py wrote: visit(slice, from, to, people), people -1 when suppressed.
function eachMove(kind, visit) {
  const pairs = varints(kind.pairs), moves = varints(kind.moves);
  let from = 0, to = 0, at = 0;
  for (let i = 0; i < pairs.length; i += 3) {
    const there = signed(pairs[i + 1]);
    to = pairs[i] === 0 ? to + there : there;
    from += pairs[i];
    for (let left = pairs[i + 2], slice = -1; left > 0; left--) {
      const token = moves[at++], gap = token % 8;
      slice += 1 + (gap === 7 ? 7 + moves[at++] : gap);
      visit(slice, from, to, Math.floor(token / 8) - 1);
    }
  }
}
