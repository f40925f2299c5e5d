// The total somebody published for the whole country, beside the sum of what the units reported.
function publishedAt(one, slice) {
  const found = (one.published || []).find(entry => entry[0] === slice);
  return found && { number: found[1], day: one.days[slice] - found[2], source: page.sources[found[3] - 1] };
}

function publishedBox(one, totals) {
  const here = () => publishedAt(one, state.slice);
  const box = totalBox(w('total.published'), 'published', null, () => (here() ? here().number : null));
  box.classList.add('published');
  told(box, 'small', null, () => here() && w('total.published_when', { date: dateWords(here().day), source: here().source ? both(here().source.title) : '' }));
  standing(totals, box, here);
}

// Squares in the strip: published totals, never joined to the line of sums.
function publishedMarks(one, top) {
  const n = one.days.length, d = (one.published || []).map(([slice, number]) => {
    const x = n > 1 ? (slice / (n - 1)) * 1000 : 0;
    return 'M' + x.toFixed(1) + ' ' + (98 - (number / top) * 94).toFixed(1) + 'h0.01';
  }).join('');
  if (d) draw('path', {
    d, class: 'printed', fill: 'none', stroke: page.style.printed, 'stroke-width': 4, 'vector-effect': 'non-scaling-stroke', 'stroke-linecap': 'square',
  }, chart);
}
