// Range selection in the date histogram: drag across the bars, or hold Shift and use the arrow
// keys, to set From and To. A click follows the link of a bar, as it does without this file. The
// chart is a single stop of the Tab key; arrow keys move among its bars.
(() => {
  'use strict';
  let drag = null; // the brush under way: its bars, and the first and the last of the range

  const barsOf = bar => [...bar.closest('svg').querySelectorAll('a[data-from]')];
  const words = ({bars, first, last}) => {
    const [a, b] = first < last ? [first, last] : [last, first];
    return {from: bars[a].dataset.from, to: bars[b].dataset.to};
  };

  const paint = () => {
    const chart = drag.bars[0].closest('.chart');
    drag.bars.forEach((bar, i) => bar.classList.toggle('brushed', (i - drag.first) * (i - drag.last) <= 0));
    const {from, to} = words(drag);
    chart.querySelector('.brush').textContent = from === to ? from : from + ' to ' + to;
  };
  const cancel = () => {
    if (!drag) return;
    for (const bar of drag.bars) bar.classList.remove('brushed');
    const said = drag.bars[0].closest('.chart')?.querySelector('.brush');
    if (said) said.textContent = '';
    drag = null;
  };
  const apply = () => {
    const {from, to} = words(drag);
    cancel();
    const form = document.getElementById('search');
    const [lower, upper] = [document.getElementById('from'), document.getElementById('to')];
    if (!lower) {
      location.assign('/search?' + new URLSearchParams({from, to}));
      return;
    }
    for (const box of form.elements) if (box.name === 'date') box.type === 'checkbox' ? box.checked = false : box.disabled = true;
    [lower.value, upper.value] = [from, to];
    upper.dispatchEvent(new Event('change', {bubbles: true}));
    if (!window.htmx) form.requestSubmit();
  };

  const barAt = (bars, x) => {
    const at = bars.findIndex(bar => x < bar.querySelector('.reach').getBoundingClientRect().right);
    return at < 0 ? bars.length - 1 : at;
  };

  document.addEventListener('pointerdown', event => {
    const bar = event.target.closest?.('.histogram a[data-from]');
    if (!bar || event.button !== 0) return;
    const bars = barsOf(bar);
    const first = bars.indexOf(bar);
    drag = {bars, first, last: first, pointer: event.pointerId, moved: false};
  });
  document.addEventListener('pointermove', event => {
    if (drag?.pointer !== event.pointerId) return;
    const last = barAt(drag.bars, event.clientX);
    if (last === drag.last && !drag.moved) return;
    drag.last = last;
    drag.moved = true;
    paint();
  });
  document.addEventListener('pointerup', event => {
    if (drag?.pointer !== event.pointerId) return;
    if (!drag.moved) {
      drag = null;
      return;
    }
    const bar = drag.bars[0];
    // The click at the end of a drag must not follow the link.
    bar.closest('svg').addEventListener('click', click => click.preventDefault(), {once: true, capture: true});
    apply();
  });
  document.addEventListener('pointercancel', cancel);
  document.addEventListener('dragstart', event => { if (event.target.closest?.('.histogram')) event.preventDefault(); });

  // Tab returns to the bar that was focused last.
  document.addEventListener('focusin', event => {
    const bar = event.target.closest?.('.histogram a[data-from]');
    if (bar) for (const each of barsOf(bar)) each === bar ? each.removeAttribute('tabindex') : each.setAttribute('tabindex', '-1');
  });

  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && drag) {
      cancel();
      event.preventDefault();
      return;
    }
    const bar = event.target.closest?.('.histogram a[data-from]');
    if (!bar || event.ctrlKey || event.metaKey || event.altKey) return;
    const bars = barsOf(bar);
    const at = bars.indexOf(bar);
    if (event.key === 'Enter' && drag && drag.first !== drag.last) {
      event.preventDefault();
      apply();
      return;
    }
    const step = {ArrowLeft: -1, ArrowRight: 1, Home: -bars.length, End: bars.length}[event.key];
    if (!step) return;
    event.preventDefault();
    const next = Math.min(Math.max(at + step, 0), bars.length - 1);
    bars[next].focus();
    if (!event.shiftKey) {
      cancel();
      return;
    }
    drag ??= {bars, first: at, last: at, moved: true};
    drag.last = next;
    paint();
  });
})();
