// Where people cannot be set against residents, a number is a circle on the small page and never a colour.
function radius(one, number) {
  return number > 0 ? Math.max(page.radius[0] * Math.sqrt(number / one.largest), page.radius[1]) : 0;
}

function circle(one, unit, found) {
  const r = one.rates ? 0 : radius(one, found.value);
  $('circles').children[unit].setAttribute('r', r.toFixed(1));
}

function circleLegend(one) {
  const top = Math.pow(10, Math.floor(Math.log10(one.largest))), number = Math.floor(one.largest / top) * top, r = radius(one, number);
  const row = make('div', ''), box = draw('svg', { width: 2 * r + 4, height: 2 * r + 4, 'aria-hidden': 'true' }, row);
  draw('circle', { cx: r + 2, cy: r + 2, r, fill: '#2b2f36', 'fill-opacity': 0.6 }, box);
  row.append(make('span', people(number)), make('p', w('legend.circles')));
  $('legend').appendChild(row);
}
