// On the search page the results follow every key: the form sends what is typed with
// typing=true, which tells the server that the last word may go on. A request that a newer
// one has overtaken is cancelled (data-hx-sync).
//
// The address always says what is shown, so that a reload, a link and the way back show it
// again. What is typed over the results of a search becomes one step of the history, and
// sending it finishes that step: Back leads to the search before.
(() => {
  'use strict';
  const box = document.getElementById('q');
  const form = box.form;
  if (!window.htmx || !form.hasAttribute('data-hx-get')) return;
  const typing = form.elements.typing; // enabled while the results are of what is typed
  let asked; // the text that the results are of
  let draft = false; // whether typing made the present step of the history

  const settle = () => {
    asked = box.value.trim();
    typing.disabled = !new URLSearchParams(location.search).has('typing');
  };
  // The choice to search a text as it is typed is about that text only.
  const dropSpelling = () => { form.elements.spelling?.remove(); };

  const follow = () => {
    const text = box.value.trim();
    if (text === asked || text.length === 1 && /[\u0000-\u2e7f]/.test(text)) return;
    asked = text;
    typing.disabled = text === '';
    dropSpelling();
    form.dispatchEvent(new Event('typing'));
  };
  box.addEventListener('input', event => { if (!event.isComposing) follow(); });
  box.addEventListener('compositionend', follow);
  // Capturing, to come before htmx reads the form.
  form.addEventListener('submit', () => {
    typing.disabled = true;
    if (box.value.trim() !== asked) dropSpelling();
    asked = box.value.trim();
  }, true);
  // The address is as the server would tidy it: a redirect for every key costs time.
  document.addEventListener('htmx:config:request', ({detail: {ctx}}) => {
    if (ctx.sourceElement !== form) return;
    const fields = [...ctx.request.body].filter(([, value]) => value !== '').sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
    ctx.request.body = new FormData();
    for (const [name, value] of fields) ctx.request.body.append(name, value);
  });
  document.addEventListener('htmx:before:swap', ({detail: {ctx}}) => {
    if (ctx.sourceElement !== form) return;
    const kind = ctx.sourceEvent?.type;
    if (draft && (kind === 'typing' || kind === 'submit')) {
      ctx.push = 'false';
      ctx.replace = 'true';
    }
    draft = kind === 'typing';
  });
  document.addEventListener('htmx:after:swap', ({detail: {ctx}}) => {
    // Text that came after the request has its own on the way.
    if (ctx.sourceEvent?.type !== 'typing') settle();
  });
  settle();
})();
