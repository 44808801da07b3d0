// Completions under the search box: an ARIA combobox whose list comes from the server
// while somebody types. Without it the box is a box. Texts come from papers: they
// become text nodes, never markup.
(() => {
  'use strict';
  const box = document.getElementById('q');
  const form = box.form;
  const pause = 80; // milliseconds between the last key and the question
  const remembered = new Map(); // the last answers, by text
  const mostRemembered = 50;
  // Where results follow the typing, they are what to look at: the list is one row between
  // the box and them, without titles, which come first in the results anyway.
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
  let at = -1; // which of them is chosen
  let question; // the request under way
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

  // path is an id as an address has it: one segment only where a browser would tidy its
  // slashes up.
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

  // marked sets off what was typed where the text has it.
  const marked = (text, typed) => {
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
    // What is typed already is no completion of it.
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
      option.append(marked(completion.text, answer.typed), ' ', kind);
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
        return; // a newer question took its place, or there is no server: typing goes on
      }
      remembered.set(text, answer);
      if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value);
    }
    // Whoever is choosing from the list keeps it.
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
  // The box keeps the focus while the list is clicked.
  list.addEventListener('pointerdown', event => event.preventDefault());
  list.addEventListener('click', event => {
    const option = event.target.closest('[role=option]');
    if (option) choose(shown[[...list.children].indexOf(option)]);
  });
})();
