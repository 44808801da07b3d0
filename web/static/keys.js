// Single-key shortcuts. The reader can turn them off (WCAG 2.2, 2.1.4); the browser remembers
// the choice.
(() => {
  'use strict';
  const help = document.getElementById('keys');
  const switchKeys = help.querySelector('input');
  const remembered = 'paperboy-keys';
  try {
    switchKeys.checked = localStorage.getItem(remembered) !== 'off';
  } catch { /* without storage they are on */ }
  switchKeys.addEventListener('change', () => {
    try {
      localStorage.setItem(remembered, switchKeys.checked ? 'on' : 'off');
    } catch { /* the choice holds for this page only */ }
  });
  for (const button of document.querySelectorAll('[data-keys]')) button.addEventListener('click', () => help.showModal());

  // move focuses the title of the next or previous paper, counted from the paper with the focus,
  // or from the first visible one.
  const move = step => {
    const titles = [...document.querySelectorAll('.hit :is(h2, h3) > a, .neighbour-list h3 > a')].filter(title => title.checkVisibility());
    const here = document.activeElement.closest('.hit, .neighbour-list > li');
    let at = titles.findIndex(title => here?.contains(title));
    if (at < 0) {
      at = titles.findIndex(title => title.getBoundingClientRect().top >= 0);
      if (step > 0) at--;
    }
    const next = titles[at + step];
    next?.focus();
    next?.closest('.hit, li').scrollIntoView({block: 'nearest'});
  };

  // turn opens the previous or next period, or the paper before or after this one in the results. It
  // returns whether the page has one.
  const turn = way => {
    const link = document.querySelector(`.turn a[rel~=${way}]`);
    link?.click();
    return link !== null;
  };

  const keys = {
    '/': () => {
      const box = document.getElementById('q');
      box.focus();
      box.select();
    },
    j: () => move(1),
    k: () => move(-1),
    s: () => document.activeElement.closest('.hit')?.querySelector('.star button')?.click(),
    n: () => turn('next'),
    p: () => turn('prev'),
    u: () => {
      const back = document.querySelector('.turn .back');
      back?.click();
      return back !== null;
    },
    ArrowLeft: () => turn('prev'),
    ArrowRight: () => turn('next'),
    '?': () => help.showModal(),
  };
  document.addEventListener('keydown', event => {
    if (!switchKeys.checked || event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]')) return;
    if (!Object.hasOwn(keys, event.key) || event.target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')) return;
    if (event.key.startsWith('Arrow') && (event.shiftKey || event.target.closest('svg'))) return;
    if (keys[event.key]() !== false) event.preventDefault();
  });
})();
