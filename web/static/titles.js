// Titles completed in boxes that name a paper. The boxes also work without this file.
(() => {
  'use strict';
  const pause = 120; // milliseconds between the last key and the request
  let timer;
  let question; // the current request

  const complete = async box => {
    question?.abort();
    if (box.value.trim().length < 2) return;
    question = new AbortController();
    try {
      const response = await fetch('/api/v1/suggest?' + new URLSearchParams({q: box.value, kind: 'title'}), {signal: question.signal});
      if (!response.ok) return;
      const answer = await response.json();
      box.list.replaceChildren(...answer.completions.map(completion => new Option('', completion.text)));
    } catch {
      // replaced by a newer request, or no server: typing goes on
    }
  };

  document.querySelectorAll('input[data-titles]').forEach((box, i) => {
    const list = document.createElement('datalist');
    list.id = 'titles-' + i;
    box.after(list);
    box.setAttribute('list', list.id);
    box.addEventListener('input', () => {
      clearTimeout(timer);
      timer = setTimeout(complete, pause, box);
    });
  });
})();
