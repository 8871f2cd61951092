// Runs before the first paint, so that a dark room never gets a white flash. A separate file because the page's
// content policy allows no inline script. Mantine reads the same key and the same attribute.
(() => {
  var wanted = 'auto';
  try {
    wanted = localStorage.getItem('mantine-color-scheme-value') || 'auto';
  } catch (_) {
    // Storage may be refused (private window): the system's preference decides.
  }
  var dark = wanted === 'dark' || (wanted === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
