// What both small pages do: elements, words of the page, time by slider, button and arrow keys.
const page = JSON.parse(document.getElementById('data').textContent);
const $ = id => document.getElementById(id);
const slider = $('slider'), asked = new URLSearchParams(location.hash.slice(1));
let slice = 0, timer = null;
lang = ['fr', 'en'].includes(asked.get('l')) ? asked.get('l') : document.documentElement.lang;

// The words come in pairs, so that each key is sent once.
const told = page.words;
page.words = { fr: {}, en: {} };
for (const key in told) [page.words.fr[key], page.words.en[key]] = told[key];

// Some viewers of files forbid an address; the page then does without.
function keep(address) {
  try { history.replaceState(null, '', address); } catch (refused) { /* nothing is lost but the address */ }
}

function make(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

function draw(tag, attributes, parent) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  return parent.appendChild(element);
}

// One line of the totals: its name, its number, its colour.
function totalLine(label, text, data, ink) {
  const box = $('totals').appendChild(make('div', label + ' '));
  box.className = 'total';
  Object.assign(box.dataset, data);
  if (ink) Object.assign(box.style, { borderLeft: '5px solid ' + ink, paddingLeft: '6px' });
  box.appendChild(make('b', text));
}

function showTime(days, text) {
  $('as-of').textContent = text;
  $('as-of').dataset.date = iso(days[slice]);
  slider.max = days.length - 1;
  slider.value = slice;
  slider.setAttribute('aria-valuetext', text);
}

// Sets everything in the language; `more` sets what one page alone has, `show` draws the slice.
function speak(more, show) {
  document.documentElement.lang = lang;
  document.title = both(page.title);
  $('title').textContent = both(page.title);
  $('lang-switch').textContent = w(lang === 'fr' ? 'page.english' : 'page.french');
  $('play').setAttribute('aria-label', w(timer ? 'time.pause' : 'time.play'));
  for (const part of document.querySelectorAll('[data-only]')) part.hidden = part.dataset.only !== lang;
  more();
  show();
}

// Connects the controls; `count` says how many slices there are now.
function control(count, more, show) {
  const last = () => count() - 1;
  const go = wanted => {
    slice = Math.max(0, Math.min(last(), wanted));
    show();
  };
  const stop = () => {
    timer = clearInterval(timer);
    $('play').textContent = '▶';
    $('play').setAttribute('aria-label', w('time.play'));
  };
  $('play').addEventListener('click', () => {
    if (timer) return stop();
    if (slice === last()) go(0);
    timer = setInterval(() => (slice < last() ? go(slice + 1) : stop()), 900);
    $('play').textContent = '❚❚';
    $('play').setAttribute('aria-label', w('time.pause'));
  });
  slider.addEventListener('input', () => go(Number(slider.value)));
  $('lang-switch').addEventListener('click', () => {
    lang = lang === 'fr' ? 'en' : 'fr';
    speak(more, show);
  });
  document.addEventListener('keydown', event => {
    const to = { ArrowLeft: slice - 1, ArrowRight: slice + 1, Home: 0, End: last() }[event.key], on = event.target;
    const body = on === document.body;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === ' ' && (body || on === slider)) $('play').click();
    else if (body && to !== undefined) go(to);
    else return;
    event.preventDefault();
  });
  speak(more, show);
}
