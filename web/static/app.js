// Conveniences: every page works without this file.
(() => {
  'use strict';

  // On a narrow screen, show the current page in the navigation, which scrolls sideways.
  const links = document.querySelector('.masthead-links');
  const current = links?.querySelector('[aria-current]');
  if (current) links.scrollLeft = current.offsetLeft - links.offsetLeft - (links.clientWidth - current.offsetWidth) / 2;

  // Without htmx, controls need the buttons that they have without a script.
  if (!window.htmx) document.documentElement.classList.add('without-htmx');

  // If a request fails, let the browser repeat it and show its own error page. Ignore requests
  // sent while the reader types: the next key sends another.
  document.addEventListener('htmx:error', event => {
    const ctx = event.detail?.ctx;
    if (ctx?.sourceEvent?.type === 'typing' || ctx?.sourceElement?.matches('.find input')) return;
    const form = document.getElementById('search');
    if (ctx?.sourceElement === form) form.submit();
    else location.reload();
  });

  // The finder of a facet is a form of its own: its changes must not reach the search form.
  document.addEventListener('change', event => {
    if (event.target.form?.matches('.find')) event.stopPropagation();
  }, true);

  // Show the copy buttons only if the browser lets a page copy.
  const offerCopying = () => {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll('button[data-copy]')) button.hidden = false;
  };
  document.addEventListener('click', async event => {
    const button = event.target.closest('button[data-copy]');
    if (!button) return;
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Press Ctrl+C';
    }
    setTimeout(() => { button.textContent = said; }, 2000);
  });
  offerCopying();
  document.addEventListener('htmx:after:swap', offerCopying);

  // In a new subscription choose the time zone of the browser.
  const zones = document.querySelector('select[data-zone]');
  const here = zones && Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (here) {
    if (![...zones.options].some(option => option.value === here)) zones.append(new Option(here, here));
    zones.value = here;
  }

  // Change the theme in place, so that the page keeps what is typed and where it is scrolled to.
  document.addEventListener('submit', event => {
    const form = event.target, theme = event.submitter?.value;
    if (!form.matches('.theme') || !theme) return;
    event.preventDefault();
    fetch(form.action, { method: 'POST', body: new URLSearchParams({ theme }), redirect: 'manual' }).catch(() => { /* the choice lasts as long as the page */ });
    const root = document.documentElement;
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of form.querySelectorAll('button')) button.setAttribute('aria-pressed', button === event.submitter);
    document.querySelectorAll('meta[name=theme-color]').forEach((meta, i) => {
      const scheme = ['light', 'dark'][i];
      meta.media = theme === 'system' ? `(prefers-color-scheme: ${scheme})` : theme === scheme ? 'all' : 'not all';
    });
  });

  // Remember in this browser which lists of filters the reader opened.
  const remembered = 'paperboy-folds';
  try {
    const opened = new Set(JSON.parse(localStorage.getItem(remembered) ?? '[]'));
    for (const id of opened) document.getElementById(id)?.setAttribute('open', '');
    document.addEventListener('click', event => {
      const fold = event.target.closest?.('.facet > summary')?.parentElement;
      if (!fold) return;
      fold.open ? opened.delete(fold.id) : opened.add(fold.id);
      localStorage.setItem(remembered, JSON.stringify([...opened]));
    });
  } catch { /* without storage they start folded */ }

  // Keep what the reader opened and closed as it is when the results are replaced.
  const folds = () => document.querySelectorAll('#page details[id]');
  let left = new Map();
  document.addEventListener('htmx:before:swap', () => { left = new Map([...folds()].map(fold => [fold.id, fold.open])); });
  document.addEventListener('htmx:after:swap', () => {
    for (const fold of folds()) if (left.has(fold.id)) fold.open = left.get(fold.id);
  });
})();
