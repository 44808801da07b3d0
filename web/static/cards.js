// Cards: what unfolds in place, the selected papers, and saving to a list without leaving the page.
// Without this file all of these are links.
(() => {
  'use strict';

  const load = async (address, options) => {
    const answer = await fetch(address, {headers: {'HX-Request': 'true'}, ...options});
    if (!answer.ok) throw new Error(answer.statusText);
    return new DOMParser().parseFromString(await answer.text(), 'text/html');
  };

  // unfold shows the whole abstract or all authors of a card, or again what was there before.
  const unfold = async link => {
    const card = link.closest('.hit');
    const name = link.dataset.unfold;
    let part = card.querySelector(`[data-part=${name}]`);
    if (!part) {
      part = (await load(card.dataset.parts)).querySelector(`[data-part=${name}]`);
      if (card.querySelector(`[data-part=${name}]`)) return; // a second click came first
      if (name === 'authors') {
        part.className = 'byline';
        part.tabIndex = -1;
        link.closest('.byline').replaceWith(part);
        part.focus();
        return;
      }
      part.className = 'snippet';
      part.hidden = true;
      const before = card.querySelector('.snippet');
      if (before) before.after(part);
      else card.querySelector('.external-links').before(part);
    }
    part.hidden = !part.hidden;
    const snippet = card.querySelector('.snippet:not([data-part])');
    if (snippet) snippet.hidden = !part.hidden;
    link.setAttribute('aria-expanded', String(!part.hidden));
  };

  // The dialog shows the form of another page, and what it answers.
  let dialog;
  const show = async (address, options) => {
    if (!dialog) {
      dialog = document.createElement('dialog');
      dialog.className = 'keys';
      dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
      document.body.append(dialog);
    }
    const page = await load(address, options);
    const close = document.createElement('form');
    close.method = 'dialog';
    close.innerHTML = '<button>Close</button>';
    dialog.replaceChildren(...(page.getElementById('save') ?? page.body).childNodes, close);
    if (!dialog.open) dialog.showModal();
  };

  const picks = () => [...document.querySelectorAll('.pick')];
  const limit = 100;
  const count = () => {
    const form = document.getElementById('selection');
    if (!form) return;
    const picked = picks().filter(box => box.checked).length;
    form.classList.toggle('some', picked > 0);
    form.querySelector('.picked').textContent = picked > limit ? `${picked} selected, at most ${limit} at a time` : `${picked} selected`;
    for (const button of form.querySelectorAll('button[name=do]')) button.disabled = picked > limit;
  };
  // A selected paper is no filter: the search form must not hear of it. Capturing, to come first.
  document.addEventListener('change', event => {
    if (event.target.form?.id !== 'selection') return;
    event.stopPropagation();
    count();
  }, true);
  document.addEventListener('reset', event => { if (event.target.id === 'selection') setTimeout(count); });
  document.addEventListener('htmx:after:swap', count);
  addEventListener('pageshow', count);
  count();

  // copy puts the text at an address on the clipboard, and says so in the link.
  const copy = async link => {
    const answer = await fetch(link.href);
    if (!answer.ok) throw new Error(answer.statusText);
    await navigator.clipboard.writeText(await answer.text());
    const name = link.textContent;
    link.textContent = 'Copied';
    document.getElementById('announce').textContent = `${name} copied`;
    setTimeout(() => { link.textContent = name; }, 2000);
  };

  // A menu closes when the reader turns to something else.
  const close = event => {
    for (const menu of document.querySelectorAll(':is(.menu, .display)[open]')) {
      if (event.key !== 'Escape' && menu.contains(event.target)) continue;
      if (menu.contains(document.activeElement)) menu.querySelector('summary').focus();
      menu.open = false;
    }
  };
  document.addEventListener('click', close);
  document.addEventListener('keydown', event => { if (event.key === 'Escape') close(event); });

  document.addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = event.target.closest('[data-unfold], a[data-dialog], [data-pick], [data-copied]');
    if (!link || link.hasAttribute('data-copied') && !navigator.clipboard) return;
    event.preventDefault();
    if (link.dataset.pick) {
      for (const box of picks()) box.checked = true;
      count();
      return;
    }
    const done = link.dataset.unfold ? unfold(link) : link.hasAttribute('data-copied') ? copy(link) : show(link.href);
    done.catch(() => { location.href = link.href; });
  });
  document.addEventListener('submit', event => {
    const form = event.target;
    const asks = event.submitter?.hasAttribute('data-dialog');
    if (!asks && !form.matches('dialog form[method=post]')) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    if (asks) {
      const address = '/save?' + new URLSearchParams(fields.getAll('paper').map(id => ['paper', id]));
      show(address).catch(() => { location.href = address; });
      return;
    }
    show(form.action, {method: 'POST', body: fields}).catch(() => {
      // form.submit() leaves out the button, which names the list.
      if (event.submitter?.name) form.append(Object.assign(document.createElement('input'), {type: 'hidden', name: event.submitter.name, value: event.submitter.value}));
      form.submit();
    });
  });
})();
