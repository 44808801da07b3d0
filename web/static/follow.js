// On the search page the results follow the typing: after a pause the form asks as if
// it were sent, but takes the place of the present address instead of adding to the
// history. Only what is sent adds to it.
(() => {
  'use strict';
  const box = document.getElementById('q');
  const form = box.form;
  if (!window.htmx || !form.hasAttribute('data-hx-get')) return;
  const pause = 300; // milliseconds: longer than between two keys of most people
  let asked = box.value.trim(); // what the results are of
  let timer;

  const follow = () => {
    const text = box.value.trim();
    if (text === asked || text.length === 1 && /[\u0000-\u2e7f]/.test(text)) return;
    asked = text;
    form.dispatchEvent(new Event('typing'));
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(follow, pause);
  };
  box.addEventListener('input', event => { if (!event.isComposing) later(); });
  box.addEventListener('compositionend', later);
  form.addEventListener('submit', () => {
    clearTimeout(timer);
    asked = box.value.trim();
  });
  document.addEventListener('htmx:config:request', ({detail: {ctx}}) => {
    if (ctx.sourceEvent?.type !== 'typing') return;
    ctx.push = 'false';
    ctx.replace = 'true';
  });
  // Going back brings other results, and the box with them.
  document.addEventListener('htmx:after:swap', () => { asked = box.value.trim(); });
})();
