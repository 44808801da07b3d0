// The links below the search box put the beginning of a field into it. Selected text becomes the
// value of the field.
(() => {
  'use strict';
  const box = document.getElementById('q');
  document.getElementById('starters')?.addEventListener('click', event => {
    const text = event.target.closest('[data-insert]')?.dataset.insert;
    if (!text || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const [before, after] = text.split('|');
    let {selectionStart: start, selectionEnd: end} = box;
    if (start === end) start = end = box.value.length;
    const selected = box.value.slice(start, end);
    const gap = start > 0 && !/\s$/.test(box.value.slice(0, start)) ? ' ' : '';
    box.focus();
    box.setRangeText(gap + before + selected + after, start, end);
    const caret = start + gap.length + before.length + selected.length;
    box.setSelectionRange(caret, caret);
    if (selected) box.dispatchEvent(new Event('input', {bubbles: true}));
  });
})();
