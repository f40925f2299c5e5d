// A share as the language writes it; below one percent with a decimal.
function percent(share) {
  const places = share === 0 || share >= 0.00995 ? 0 : 1;
  return decimal(share * 100, places) + (lang === 'fr' ? '\u202f%' : '%');
}
