// Saves the page load and announces the answer. Everything here is also an
// ordinary form: whatever fails is sent as one.
'use strict';
(() => {
  const list = document.getElementById('talk');
  if (!list) return;
  const log = document.getElementById('log'), box = document.getElementById('text');
  const page = document.documentElement, title = document.title;
  let place = list.dataset.place, busy = false, stream;

  const parse = html => new DOMParser().parseFromString(html, 'text/html');
  const swap = (id, doc) => document.getElementById(id).replaceWith(doc.getElementById(id));

  // One announcement for an answer, in its own language.
  const announce = item => {
    const bubble = item.querySelector('.bot > .bubble, .live'), p = document.createElement('p');
    if (!bubble) return;
    p.lang = bubble.lang;
    p.textContent = list.dataset.bot + ': ' + (bubble.querySelector('.answer') || bubble).innerText;
    log.replaceChildren(p);
  };

  const add = (doc, own) => {
    const item = doc.querySelector('li');
    if (!item) throw new Error('no answer');
    if (document.getElementById(item.id)) return null;
    if (own) {
      list.querySelectorAll('.live').forEach(e => e.remove());
      document.getElementById('latest')?.removeAttribute('id');
    }
    list.append(item);
    return item;
  };

  const listen = () => {
    if (stream || place === '/k') return;
    stream = new EventSource(place + '/uudet?after=' + (list.lastElementChild.id));
    stream.onmessage = e => {
      const item = add(parse(e.data), false);
      if (!item) return;
      announce(item);
      if (document.hidden) document.title = '(1) ' + title;
    };
  };

  document.addEventListener('submit', async e => {
    const form = e.target, send = form.querySelector('button');
    if (!form.matches('[data-send]')) return;
    e.preventDefault();
    if (busy) return;
    const typed = form.contains(box);
    if (typed && !box.value.trim()) return box.focus();
    busy = true;
    send.setAttribute('aria-disabled', 'true');
    try {
      const res = await fetch(form.action, {
        method: 'POST', body: new URLSearchParams(new FormData(form)),
        headers: { 'Kake-Part': '1' }, signal: AbortSignal.timeout(20000),
      });
      if (!res.ok) throw new Error(res.status);
      const doc = parse(await res.text());
      // The whole page changes with the language; the same message is not answered twice.
      if (doc.documentElement.dataset.l !== page.dataset.l) throw new Error('another language');
      place = doc.body.dataset.place;
      const item = add(doc, true);
      history.replaceState(null, '', place);
      ['languages', 'tools', 'fresh'].forEach(id => swap(id, doc));
      document.getElementById('ask').action = place;
      document.querySelector('.talk + .notice')?.remove();
      const notice = doc.querySelector('.notice');
      if (notice) list.after(notice);
      const errors = item?.querySelector('.errors'), mine = item?.querySelector('.me');
      if (errors) errors.focus();
      else {
        if (!typed) mine?.focus({ preventScroll: true });
        mine?.scrollIntoView();
        if (item) announce(item);
      }
      if (typed) box.value = '';
      listen();
    } catch {
      HTMLFormElement.prototype.submit.call(form);
    } finally {
      busy = false;
      send.removeAttribute('aria-disabled');
    }
  });

  box.addEventListener('keydown', e => {
    if (e.key !== 'Enter' || e.shiftKey || e.isComposing) return;
    e.preventDefault();
    box.form.requestSubmit();
  });
  document.addEventListener('click', e => { if (e.target.closest('[data-print]')) print(); });
  document.addEventListener('visibilitychange', () => { document.title = title; });
  listen();
})();
