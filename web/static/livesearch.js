// Live results on the search page: each key sends the form with typing=true, which tells the
// server that the last word may be incomplete. A newer request cancels the current one
// (data-hx-sync).
//
// The address always matches the results, so that reloading, sharing and going back work. All
// typing after a search is one step of the history, which submitting the form completes: Back
// leads to the previous search, also if its results were not there yet when the typing went on.
(() => {
  'use strict';
  const box = document.getElementById('q');
  const form = box.form;
  if (!window.htmx || !form.hasAttribute('data-hx-get')) return;
  const typing = form.elements.typing; // enabled while the results are those of an unfinished query
  let asked; // the text of the last request
  let draft = false; // whether the current step of the history comes from typing
  let submitted = ''; // the address of a submitted search until its results are there

  // fields returns those of the form that are not empty, in the order of the server's addresses.
  // Empty ones would make it answer every key with a redirect.
  const fields = all => [...all].filter(([, value]) => value !== '').sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);

  const syncState = () => {
    asked = box.value.trim();
    typing.disabled = !new URLSearchParams(location.search).has('typing');
  };
  // "Search instead for" applies only to the text that it was offered for.
  const dropSpelling = () => { form.elements.spelling?.remove(); };

  const search = () => {
    const text = box.value.trim();
    if (text === asked || text.length === 1 && /[\u0000-\u2e7f]/.test(text)) return;
    asked = text;
    typing.disabled = text === '';
    dropSpelling();
    form.dispatchEvent(new Event('typing'));
  };
  box.addEventListener('input', event => { if (!event.isComposing) search(); });
  box.addEventListener('compositionend', search);
  // Capturing, to come before htmx reads the form.
  form.addEventListener('submit', () => {
    typing.disabled = true;
    if (box.value.trim() !== asked) dropSpelling();
    asked = box.value.trim();
    submitted = form.getAttribute('action') + '?' + new URLSearchParams(fields(new FormData(form)));
  }, true);
  document.addEventListener('htmx:config:request', ({detail: {ctx}}) => {
    if (ctx.sourceElement !== form) return;
    const sent = fields(ctx.request.body);
    ctx.request.body = new FormData();
    for (const [name, value] of sent) ctx.request.body.append(name, value);
  });
  document.addEventListener('htmx:before:swap', ({detail: {ctx}}) => {
    if (ctx.sourceElement !== form) return;
    const kind = ctx.sourceEvent?.type;
    if (kind === 'typing' && submitted) { // typing has cancelled the request of that search
      history[draft ? 'replaceState' : 'pushState']({htmx: true}, '', submitted);
      draft = false;
    }
    submitted = '';
    if (draft && (kind === 'typing' || kind === 'submit')) {
      ctx.push = 'false';
      ctx.replace = 'true';
    }
    draft = kind === 'typing';
  });
  document.addEventListener('htmx:after:swap', ({detail: {ctx}}) => {
    // Text typed after this request has its own request under way.
    if (ctx.sourceEvent?.type !== 'typing') syncState();
  });
  syncState();
})();
