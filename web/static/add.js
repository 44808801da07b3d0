// Drag and drop of files, and upload progress. The form also works without this file.
(() => {
  'use strict';
  const form = document.getElementById('add');
  if (!form || !window.DataTransfer || !window.DOMParser) return;
  const files = document.getElementById('files');
  const drop = document.getElementById('drop');
  // The bookmark is for other pages.
  document.getElementById('bookmarklet')?.addEventListener('click', event => event.preventDefault());
  const chosen = document.getElementById('files-chosen');
  const result = document.getElementById('result');
  const progress = document.getElementById('progress');
  const bar = document.getElementById('bar');
  const stage = document.getElementById('stage');
  const token = document.getElementById('token');
  const button = form.querySelector('button.primary');
  const tokenKey = 'paperboy-token';
  const kept = 'Papers added so far are saved. You can safely add the same files again.';
  let request = null;

  const size = bytes => bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  const total = () => [...files.files].reduce((sum, file) => sum + file.size, 0) + document.getElementById('text').value.length;

  const showChosen = () => {
    const names = [...files.files].map(file => file.name);
    const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
    chosen.textContent = names.length ? `${names.length} file${names.length > 1 ? 's' : ''}, ${size(total())}: ${shown}` : '';
  };
  files.addEventListener('change', showChosen);

  // filesOf returns the files of an entry: those below it, if it is a folder.
  const filesOf = async entry => {
    if (entry.isFile) return [await new Promise((done, fail) => entry.file(done, fail))];
    const found = [];
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((done, fail) => reader.readEntries(done, fail));
      if (!some.length) return found;
      for (const one of some) if (!one.name.startsWith('.')) found.push(...await filesOf(one));
    }
  };
  const take = async transfer => {
    const entries = [...transfer.items].map(item => item.webkitGetAsEntry?.()).filter(Boolean);
    if (!entries.some(entry => entry.isDirectory)) return [...transfer.files];
    return (await Promise.all(entries.map(filesOf))).flat();
  };

  // Without this, a file dropped beside the zone would replace the page.
  let over = 0;
  const carriesFiles = event => event.dataTransfer?.types.includes('Files');
  document.addEventListener('dragenter', event => {
    if (carriesFiles(event) && ++over === 1) drop.classList.add('over');
  });
  document.addEventListener('dragleave', event => {
    if (carriesFiles(event) && --over <= 0) drop.classList.remove('over');
  });
  document.addEventListener('dragover', event => { if (carriesFiles(event)) event.preventDefault(); });
  document.addEventListener('drop', async event => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    over = 0;
    drop.classList.remove('over');
    if (request) return;
    const all = new DataTransfer();
    for (const file of [...files.files, ...await take(event.dataTransfer)]) all.items.add(file);
    files.files = all.files;
    showChosen();
    button.focus();
  });

  // tell shows a message of the browser's own in the form of the server's results.
  const tell = (heading, problem) => {
    const section = document.createElement('section');
    section.className = 'result bad';
    section.setAttribute('aria-labelledby', 'outcome');
    const title = document.createElement('h2');
    title.id = 'outcome';
    title.tabIndex = -1;
    title.textContent = heading;
    const text = document.createElement('p');
    text.className = 'problem';
    text.textContent = problem;
    section.append(title, text);
    result.replaceChildren(section);
    focusResult();
  };
  const focusResult = () => {
    const outcome = document.getElementById('outcome');
    outcome?.focus({preventScroll: true});
    result.scrollIntoView({block: 'start'});
  };

  const show = page => {
    const answer = new DOMParser().parseFromString(page, 'text/html');
    const outcome = answer.getElementById('result');
    if (!outcome?.firstElementChild) return false;
    result.replaceChildren(...outcome.children);
    document.title = answer.title;
    focusResult();
    return true;
  };

  const end = () => {
    request = null;
    progress.hidden = true;
    button.disabled = false;
  };

  let said = '';
  const say = text => { if (text !== said) stage.textContent = said = text; };
  const send = body => {
    request = new XMLHttpRequest();
    request.open('POST', form.action);
    bar.value = 0;
    result.replaceChildren();
    say('Sending…');
    progress.hidden = false;
    button.disabled = true;
    // Announce steps of ten percent only: screen readers read each one.
    request.upload.addEventListener('progress', event => {
      if (!event.lengthComputable) return;
      bar.value = 100 * event.loaded / event.total;
      say(`Sending and reading ${size(event.total)}: ${10 * Math.floor(10 * event.loaded / event.total)}%`);
    });
    request.upload.addEventListener('load', () => {
      bar.removeAttribute('value');
      say('Upload complete. Reading the rest…');
    });
    request.addEventListener('load', () => {
      const {status, responseText} = request;
      end();
      if (token && status === 403) sessionStorage.removeItem(tokenKey);
      if (token && status < 400) sessionStorage.setItem(tokenKey, token.value);
      if (!show(responseText)) {
        tell('The server reported an error', `The answer was ${status}. ${kept}`);
        return;
      }
      if (status < 400) {
        files.value = '';
        document.getElementById('text').value = '';
        showChosen();
      }
    });
    request.addEventListener('error', () => {
      end();
      tell('Can’t reach the server', `The server did not answer, or the connection was lost. ${kept}`);
    });
    request.addEventListener('abort', () => {
      end();
      tell('Stopped', kept);
    });
    request.send(body);
  };

  document.getElementById('cancel').addEventListener('click', () => request?.abort());

  // Check the token before sending the files.
  const refusesToken = async () => {
    const body = new FormData();
    body.set('token', token.value);
    body.set('check', 'token');
    const answer = await fetch(form.action, {method: 'POST', body});
    return answer.status === 403 && show(await answer.text());
  };

  form.addEventListener('submit', async event => {
    event.preventDefault();
    if (request) return;
    if (total() > Number(form.dataset.max)) {
      tell('Too large', `You chose ${size(total())}, but one upload can be at most ${form.dataset.maxWords}. Add the files in parts, or use paperboy ingest in a terminal.`);
      return;
    }
    // The token and the options come first, so that the server can read files as they arrive.
    const body = new FormData();
    const all = new FormData(form);
    for (const name of ['token', 'format', 'as_of', 'text']) if (all.has(name)) body.set(name, all.get(name));
    for (const file of all.getAll('files')) if (file.name) body.append('files', file);
    if (token) {
      button.disabled = true;
      try {
        if (await refusesToken()) {
          sessionStorage.removeItem(tokenKey);
          button.disabled = false;
          return;
        }
      } catch { /* the upload will report it */ }
    }
    send(body);
  });

  if (token && !token.value) token.value = sessionStorage.getItem(tokenKey) ?? '';
})();
