// The map and the list of its papers show the same paper: the one that is pointed at, has the focus
// or was tapped. Without this file the circles are links, and the list has all abstracts.
(() => {
  'use strict';
  const list = document.querySelector('.map-papers');
  if (!list) return;
  const beside = window.matchMedia('(min-width: 75.01rem)');
  let current;

  const nodesOf = id => document.querySelectorAll(`.node[data-paper="${id}"]`);

  const show = id => {
    if (current === id) return;
    if (current) {
      for (const node of nodesOf(current)) node.classList.remove('current');
      const entry = document.getElementById(current);
      entry.classList.remove('current');
      if (entry.dataset.opened) entry.querySelector('details').open = false;
      delete entry.dataset.opened;
    }
    current = id;
    for (const node of nodesOf(id)) node.classList.add('current');
    const entry = document.getElementById(id);
    entry.classList.add('current');
    if (!beside.matches) return;
    const details = entry.querySelector('details');
    if (!details.open) {
      details.open = true;
      entry.dataset.opened = 'true';
    }
    list.scrollTop = entry.offsetTop - list.querySelector('h2').offsetHeight;
  };

  // sheet shows an entry of the list at the lower edge.
  let sheet;
  const close = () => {
    sheet?.remove();
    sheet = undefined;
  };
  const openSheet = (id, node) => {
    close();
    const entry = document.getElementById(id);
    sheet = document.createElement('aside');
    sheet.className = 'map-sheet';
    sheet.setAttribute('aria-label', 'Selected paper');
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'close';
    button.setAttribute('aria-label', 'Close');
    button.textContent = '×';
    button.addEventListener('click', () => {
      close();
      node.focus();
    });
    sheet.append(button, ...[...entry.querySelectorAll(':scope > h3, :scope > .facts, details > .abstract, details > .external-links')].map(e => e.cloneNode(true)));
    document.querySelector('.map-panes').append(sheet);
  };

  let pointer; // the kind of the last press
  document.addEventListener('pointerdown', event => { pointer = event.pointerType; }, true);
  document.addEventListener('keydown', event => {
    pointer = undefined;
    if (event.key === 'Escape') close();
  }, true);

  for (const node of document.querySelectorAll('.node')) {
    const id = node.dataset.paper;
    node.addEventListener('pointerenter', event => { if (event.pointerType === 'mouse') show(id); });
    node.addEventListener('focus', () => show(id));
    node.addEventListener('click', event => {
      if (pointer !== 'touch' && beside.matches) return;
      if (pointer === undefined || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      show(id);
      openSheet(id, node);
    });
  }
  show(list.querySelector('li').id);
  for (const entry of list.querySelectorAll('li')) {
    entry.addEventListener('pointerenter', () => { if (entry.id !== current && !entry.contains(document.activeElement)) for (const node of nodesOf(entry.id)) node.classList.add('current'); });
    entry.addEventListener('pointerleave', () => { if (entry.id !== current) for (const node of nodesOf(entry.id)) node.classList.remove('current'); });
    entry.addEventListener('focusin', () => { for (const node of nodesOf(entry.id)) node.classList.add('current'); });
    entry.addEventListener('focusout', () => { if (entry.id !== current) for (const node of nodesOf(entry.id)) node.classList.remove('current'); });
  }
})();
