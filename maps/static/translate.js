// Short numbers, and the words that stand in the page itself.
function compact(n) {
  if (n >= 1e6) return decimal(n / 1e6, n % 1e6 ? 1 : 0) + '\u202fM';
  if (n >= 1e3) return decimal(n / 1e3, n % 1e3 && n < 1e5 ? 1 : 0) + '\u202fk';
  return people(n);
}

// Sets the words of everything marked data-w, and its labels marked data-w-label.
function translate() {
  document.documentElement.lang = lang;
  document.title = page.title[lang === 'fr' ? 0 : 1];
  for (const element of document.querySelectorAll('[data-w]')) element.textContent = w(element.dataset.w);
  for (const element of document.querySelectorAll('[data-w-label]')) {
    element.setAttribute('aria-label', w(element.dataset.wLabel));
    if (element.tagName === 'BUTTON' || element.title) element.title = w(element.dataset.wLabel);
  }
}
