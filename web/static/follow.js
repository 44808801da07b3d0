// On the search page the results follow every key: the form asks as if it were sent, and
// takes the place of the present address instead of adding to the history. The server is
// told that the last word may go on; a request that a newer one has overtaken is
// cancelled (data-hx-sync). Only what is sent adds to the history.
(() => {
  'use strict';
  const box = document.getElementById('q');
  const form = box.form;
  if (!window.htmx || !form.hasAttribute('data-hx-get')) return;
  let asked = box.value.trim(); // what the results are of

  const follow = () => {
    const text = box.value.trim();
    if (text === asked || text.length === 1 && /[\u0000-\u2e7f]/.test(text)) return;
    asked = text;
    form.dispatchEvent(new Event('typing'));
  };
  box.addEventListener('input', event => { if (!event.isComposing) follow(); });
  box.addEventListener('compositionend', follow);
  form.addEventListener('submit', () => { asked = box.value.trim(); });
  document.addEventListener('htmx:config:request', ({detail: {ctx}}) => {
    if (ctx.sourceEvent?.type !== 'typing') return;
    ctx.push = 'false';
    ctx.replace = 'true';
    ctx.request.headers['Paperboy-Typing'] = 'true';
  });
  // Going back brings other results, and the box with them.
  document.addEventListener('htmx:after:swap', () => { asked = box.value.trim(); });
})();
