// The filters on a phone: a sheet over the page, which the button with the number of papers closes.
// Without this file they are a fold with a button that applies them.
(() => {
  'use strict';
  const phone = matchMedia('(max-width: 56rem)');
  const sheet = () => document.getElementById('filters');
  const covers = () => phone.matches && sheet()?.open === true;
  let behind = []; // what is inert while the sheet covers it

  // cover makes everything but the sheet inert while the sheet covers the page.
  const cover = () => {
    for (const covered of behind) covered.inert = false;
    behind = [];
    if (!covers()) return;
    for (let here = sheet(); here !== document.body; here = here.parentElement) {
      behind.push(...[...here.parentElement.children].filter(other => other !== here && other.id !== 'announce' && !other.matches('dialog, script')));
    }
    for (const covered of behind) covered.inert = true;
  };
  const close = () => {
    sheet().open = false;
    cover();
    sheet().querySelector('summary').focus({preventScroll: true});
    document.getElementById('content')?.scrollIntoView({block: 'start'});
  };

  document.addEventListener('toggle', event => { if (event.target.id === 'filters') cover(); }, true);
  phone.addEventListener('change', cover);
  document.addEventListener('click', event => { if (event.target.closest?.('.show-results')) close(); });
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape' || !covers()) return;
    event.preventDefault();
    close();
  });

  // Every change of a filter replaces the sheet: stay where the reader is in it.
  let at = 0;
  document.addEventListener('htmx:before:swap', () => { at = sheet()?.scrollTop ?? 0; });
  document.addEventListener('htmx:after:swap', () => {
    cover();
    if (covers()) sheet().scrollTop = at;
  });
})();
