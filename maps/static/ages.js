// The age of each source grows to the reader's own day, also on a page nobody published anew.
function drawAges() {
  for (const line of document.querySelectorAll('[data-only="' + lang + '"] [data-age]')) {
    const age = ageWords(Math.max(0, Math.floor((Date.now() - Date.parse(line.dataset.since)) / 864e5)));
    line.textContent = line.textContent.replace('(' + line.dataset.age + ')', '(' + age + ')');
    line.dataset.age = age;
  }
}
