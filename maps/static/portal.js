// Language switch, and ages counted to the reader's own day.  The page works without it.
const root = document.documentElement;
const words = JSON.parse(document.getElementById("ages").textContent);
const buttons = Array.from(document.querySelectorAll("[data-lang]"));

function show(lang) {
  root.lang = lang;
  document.title = words[lang].title;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.lang === lang));
  for (const link of document.querySelectorAll("a[data-page]")) link.hash = "l=" + lang;
}

function age(days, lang) {
  const w = words[lang];
  let unit = "days", count = Math.floor(days);
  if (days < 1) return w.today;
  if (days >= 2 * words.year) { unit = "years"; count = Math.floor(days / words.year); }
  else if (days >= 2 * words.month) { unit = "months"; count = Math.floor(days / words.month); }
  const form = new Intl.PluralRules(lang).select(count) === "one" ? "one" : "other";
  return w[unit + "_" + form].replace("{count}", String(count));
}

// A key figure that has grown old is coloured, a source has its flag beside the age.
function mark(element, old) {
  if (words.stale === null) return;
  const flag = element.nextElementSibling;
  if (element.hasAttribute("data-ago")) element.classList.toggle("old", old);
  else if (flag) flag.hidden = !old;
}

function tell(element, days) {
  const ago = element.hasAttribute("data-ago");
  const said = {};
  for (const lang of ["fr", "en"]) {
    const text = age(days, lang);
    said[lang] = ago && days >= 1 ? words[lang].ago.replace("{age}", text) : text;
  }
  mark(element, Math.floor(days) > words.stale);
  element.textContent = "";
  for (const lang of ["fr", "en"]) {
    const span = document.createElement("span");
    span.lang = lang;
    span.textContent = said[lang];
    element.append(span);
  }
}

const today = Date.now();
for (const element of document.querySelectorAll("[data-since]")) {
  const days = (today - Date.parse(element.dataset.since + "T00:00:00Z")) / 86400000;
  // A clock set before the data is wrong: what is written stays.
  if (days >= (Date.parse(words.as_of + "T00:00:00Z") - Date.parse(element.dataset.since + "T00:00:00Z")) / 86400000) tell(element, days);
}

for (const button of buttons) {
  button.addEventListener("click", function () {
    show(button.dataset.lang);
    try {
      history.replaceState(null, "", "#" + button.dataset.lang);
    } catch (refused) {
      // Some viewers of local files refuse to touch the address; the page works without.
    }
  });
}
const asked = /^#(?:l=)?(fr|en)$/.exec(location.hash);
if (asked) show(asked[1]);
