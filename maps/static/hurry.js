// A hand that drags the slider, or holds an arrow key down, passes many slices in a second.  Map and date follow each
// of them; what is read beside them follows four times a second, and at once when the hand lets go.
const READ_MS = 250;
let hurried = false, tellDue = 0, toldAt = 0;

function tellNow(what) {
  clearTimeout(tellDue);
  tellDue = 0;
  toldAt = performance.now();
  tell(what);
}

// With the step that is due, or when the hand has paused: a picture of its own would cost as much as a step.
const PAUSE_MS = 60;
function tellSoon() {
  const wait = hurried ? toldAt + READ_MS - performance.now() : 0;
  if (wait <= 0) tellNow('slice');
  else if (!tellDue) tellDue = setTimeout(tellNow, wait + PAUSE_MS, 'slice');
}

function letGo() {
  hurried = false;
  if (tellDue) tellNow('slice');
}

slider.addEventListener('pointerdown', () => (hurried = true));
document.addEventListener('keydown', event => (hurried = hurried || event.repeat), true);
for (const end of ['pointerup', 'pointercancel', 'keyup', 'blur']) window.addEventListener(end, letGo, true);
