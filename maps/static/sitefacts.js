// What is told of a site: in its tip, and in the panel when it was tapped.
const about = page.reintegration;
const say = key => both(about.words[key]);
const SPARK = { wide: 160, high: 44, edge: 4 };

// A measure over time, on the whole of its scale, else from nought; a hidden figure breaks the line.
function sparkline({ days, values, range }) {
  const known = values.filter(value => value !== null);
  if (known.length < 2) return null;
  const { wide, high, edge } = SPARK, [low, top] = range || [0, Math.max(1, ...known)], first = days[0];
  const picture = draw('svg', { class: 'spark', width: wide, height: high, 'aria-hidden': 'true' });
  const x = day => edge + (wide - 2 * edge) * (day - first) / (days[days.length - 1] - first || 1);
  const y = value => high - edge - (high - 2 * edge) * (value - low) / (top - low);
  draw('path', { d: 'M0 ' + y(low) + 'H' + wide + 'M0 ' + y(top) + 'H' + wide, stroke: '#bdb8ac', 'stroke-width': 0.8 }, picture);
  const line = values.map((value, i) => (value === null ? '' : (i && values[i - 1] !== null ? 'L' : 'M') + x(days[i]).toFixed(1) + ' ' + y(value).toFixed(1)));
  draw('path', { d: line.join(''), fill: 'none', stroke: page.style.total, 'stroke-width': 1.6 }, picture);
  values.forEach((value, i) => value !== null && draw('circle', { cx: x(days[i]).toFixed(1), cy: y(value).toFixed(1), r: i === values.length - 1 ? 3 : 1.8, fill: page.style.total }, picture));
  return picture;
}

// The latest figure of a measure, how it came there, and from which to which.
function measureParts(measure) {
  const last = measure.days.length - 1, parts = [], picture = sparkline(measure), direction = both(measure.direction);
  parts.push(make('span', both(measure.said[last])), make('small', dateWords(measure.days[last]) + (direction ? ' · ' + direction : '')));
  if (picture) parts.push(picture);
  if (last > 0) parts.push(make('small', dateWords(measure.days[0]) + w('map.colon') + ' ' + both(measure.said[0])));
  return parts;
}

// What is known of a site as pairs: its label and what stands beside it.
function siteFacts(site) {
  const facts = [[say('column.type'), [both(about.types[site.type].label)]]];
  facts.push([say('column.status'), [both(about.statuses[site.status]) + ' (' + both(site.since) + ')']]);
  for (const name of ['operator', 'conditions']) if (both(site[name])) facts.push([say('column.' + name), [both(site[name])]]);
  for (const measure of site.measures) facts.push([both(measure.label), measureParts(measure)]);
  return facts;
}

const placedAt = site => make('p', w(site.at ? 'site.coarsened' : 'site.unit_position'), 'fine');

function siteLines(site) {
  const lines = [make('strong', site.name)];
  for (const [label, parts] of siteFacts(site)) {
    const line = make('div', null, 'fact');
    line.append(make('span', label + w('map.colon') + ' '), ...parts);
    lines.push(line);
  }
  return lines.concat(placedAt(site));
}
