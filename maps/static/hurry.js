// A hand that drags the slider, or holds an arrow key down, passes many slices in a second.  Map and date follow each
// of them; what is read beside them follows twice a second, and at once when the hand pauses or lets go.
const QUICK_MS = 100, READ_MS = 500;
let held = false, steppedAt = -QUICK_MS, toldAt = -READ_MS, untold = false;
const tellLater = afterRest(QUICK_MS, () => untold && tellNow('slice'));

// Screen readers, and scripts, learn that the panel is of an earlier slice than the map.
function setUntold(now) {
  if (now !== untold) document.getElementById('side').setAttribute('aria-busy', now);
  untold = now;
}

function tellNow(what) {
  setUntold(false);
  toldAt = performance.now();
  tell(what);
}

function tellStep() {
  const now = performance.now(), quick = now - steppedAt < QUICK_MS;
  steppedAt = now;
  setUntold(held && quick && now - toldAt < READ_MS);
  if (quick) restTable();
  if (untold) tellLater();
  else tellNow('slice');
}

function letGo() {
  held = false;
  if (untold) tellNow('slice');
}

slider.addEventListener('pointerdown', () => (held = true));
document.addEventListener('keydown', event => (held = held || event.repeat), true);
for (const end of ['pointerup', 'pointercancel', 'keyup', 'blur']) window.addEventListener(end, letGo, true);
