// Where the country lies in West Africa: the background once more, very small.
function drawLocator() {
  const box = document.getElementById('locator');
  if (!page.context.countries) return box.remove();
  const { units: countries } = contextShapes(), { home: own } = page.context.countries;
  const west = home.getWest() - 9, north = home.getNorth() + 5, wide = home.getEast() + 9 - west, high = north - home.getSouth() + 5;
  box.setAttribute('viewBox', '0 0 1000 ' + Math.round(1000 * high / wide));
  const thousandths = part => Math.round(part / wide * 1000);
  const outline = rings => rings.map(ring => 'M' + ring.map(([lat, lon]) => thousandths(lon - west) + ' ' + thousandths(north - lat)).join('L') + 'Z').join('');
  const shade = (rings, fill) => draw('path', { d: outline(rings), fill, stroke: '#b9b4a8', 'stroke-width': 5 }, box);
  countries.forEach((rings, i) => shade(rings, own.includes(i) ? ink.country_border : '#fff'));
  if (!own.length) shade(geometry.units.map(rings => rings[0].map(({ lat, lng }) => [lat, lng])), ink.country_border);
}
