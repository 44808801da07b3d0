// Completions below the search box: an ARIA combobox filled by the server while the reader types.
// The box also works without this file. Texts come from papers, so they become text nodes, never
// markup.
(() => {
  'use strict';
  const box = document.getElementById('q');
  const form = box.form;
  const pause = 80; // milliseconds between the last key and the request
  const remembered = new Map(); // the last answers, by text
  const maxRemembered = 50;
  // On the search page the list is a single row above the live results. It has no titles, because
  // the results start with them.
  const slim = Boolean(window.htmx) && form.hasAttribute('data-hx-get');

  const list = document.createElement('ul');
  list.id = 'completions';
  list.className = slim ? 'completions slim' : 'completions';
  list.setAttribute('role', 'listbox');
  list.setAttribute('aria-label', 'Completions');
  list.hidden = true;
  const said = document.createElement('p');
  said.className = 'visually-hidden';
  said.setAttribute('role', 'status');
  if (slim) list.setAttribute('aria-orientation', 'horizontal');
  form.append(list, said);
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-haspopup', 'listbox'], ['aria-controls', list.id], ['aria-expanded', 'false']]) box.setAttribute(name, value);

  let shown = []; // the completions in the list
  let at = -1; // the index of the selected one
  let question; // the current request
  let timer;

  const close = () => {
    clearTimeout(timer);
    question?.abort();
    shown = [];
    at = -1;
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute('aria-expanded', 'false');
    box.removeAttribute('aria-activedescendant');
  };

  const point = to => {
    list.children[at]?.setAttribute('aria-selected', 'false');
    at = to;
    const option = list.children[at];
    if (!option) {
      box.removeAttribute('aria-activedescendant');
      return;
    }
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({block: 'nearest', inline: 'nearest'});
    box.setAttribute('aria-activedescendant', option.id);
  };

  // path returns the path of an id, as one segment if a browser would change its slashes.
  const path = id => {
    if (/\/[/.]/.test('/' + id)) return encodeURIComponent(id);
    return id.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':');
  };

  const choose = completion => {
    close();
    said.textContent = '';
    if (completion.id) {
      location.assign('/papers/' + path(completion.id));
      return;
    }
    box.value = completion.query;
    form.requestSubmit();
  };

  const kinds = {phrase: '', author: 'author', title: 'paper'};

  // highlighted emphasizes the part of the text that goes beyond what was typed.
  const highlighted = (text, typed) => {
    const span = document.createElement('span');
    span.className = 'completion';
    const start = typed ? text.toLowerCase().indexOf(typed.trim().toLowerCase()) : -1;
    if (start < 0) {
      span.textContent = text;
      return span;
    }
    const rest = document.createElement('b');
    rest.textContent = text.slice(start + typed.trim().length);
    span.append(text.slice(0, start + typed.trim().length), rest);
    return span;
  };

  const show = answer => {
    close();
    // Drop a completion that equals what is already typed.
    const offered = slim ? answer.completions.filter(c => c.kind !== 'title' && c.text.toLowerCase() !== answer.typed.trim().toLowerCase()) : answer.completions;
    if (offered.length === 0) return;
    shown = offered;
    list.replaceChildren(...shown.map((completion, i) => {
      const option = document.createElement('li');
      option.id = 'completion-' + i;
      option.setAttribute('role', 'option');
      option.setAttribute('aria-selected', 'false');
      if (i > 0 && shown[i - 1].kind !== completion.kind) option.className = 'another';
      const kind = document.createElement('span');
      kind.className = 'kind number';
      kind.textContent = [kinds[completion.kind], completion.papers?.toLocaleString('en')].filter(Boolean).join(' · ');
      option.append(highlighted(completion.text, answer.typed), ' ', kind);
      return option;
    }));
    list.hidden = false;
    box.setAttribute('aria-expanded', 'true');
    said.textContent = shown.length === 1 ? '1 completion' : shown.length + ' completions';
  };

  const ask = async () => {
    const text = box.value;
    if (text.trim().length < 2 && !/[^\u0000-\u2e7f]/.test(text)) {
      close();
      return;
    }
    if (!remembered.has(text)) {
      question?.abort();
      question = new AbortController();
      let answer;
      try {
        const response = await fetch('/api/v1/suggest?' + new URLSearchParams({q: text}), {signal: question.signal});
        if (!response.ok) return close();
        answer = await response.json();
      } catch {
        return; // replaced by a newer request, or no server: typing goes on
      }
      remembered.set(text, answer);
      if (remembered.size > maxRemembered) remembered.delete(remembered.keys().next().value);
    }
    // Keep the list while the reader is choosing from it.
    if (at < 0 && box.value === text && document.activeElement === box) show(remembered.get(text));
  };

  box.addEventListener('input', event => {
    clearTimeout(timer);
    point(-1);
    if (!event.isComposing) timer = setTimeout(ask, pause);
  });
  box.addEventListener('compositionend', () => { timer = setTimeout(ask, pause); });
  box.addEventListener('blur', close);
  form.addEventListener('submit', close);
  box.addEventListener('keydown', event => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'ArrowDown' && shown.length === 0) {
      ask();
      return;
    }
    if (shown.length === 0) return;
    switch (event.key) {
      case 'ArrowDown':
        point(at + 1 < shown.length ? at + 1 : -1);
        break;
      case 'ArrowUp':
        point(at < 0 ? shown.length - 1 : at - 1);
        break;
      case 'Enter':
        if (at < 0) return;
        choose(shown[at]);
        break;
      case 'Escape':
        close();
        break;
      default:
        return;
    }
    event.preventDefault();
  });
  // Keep the focus in the box while the reader clicks in the list.
  list.addEventListener('pointerdown', event => event.preventDefault());
  list.addEventListener('click', event => {
    const option = event.target.closest('[role=option]');
    if (option) choose(shown[[...list.children].indexOf(option)]);
  });
})();
