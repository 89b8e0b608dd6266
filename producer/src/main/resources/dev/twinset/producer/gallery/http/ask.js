// A picture of the visitor's own: ask what looks like it, or add it.
import {ask, byId, el, itemHash, say} from './dom.js';
import {expect, frame, spinner} from './detail.js';
import * as options from './options.js';

const MOST_BYTES = 8 * 1024 * 1024;
const TYPES = ['image/jpeg', 'image/png', 'image/webp'];

/** Pictures that were asked about, by query, as long as this page is open: to add one, its bytes are sent again. */
const asked = new Map();
let asking = 0;

function faultOf(file) {
  if (!TYPES.includes(file.type)) {
    return `${file.name || 'That'} is not a JPEG, PNG or WebP picture.`;
  }
  if (file.size > MOST_BYTES) {
    return `${file.name || 'That'} has ${(file.size / 1024 / 1024).toFixed(1)} MiB; at most 8 are taken.`;
  }
  return file.size === 0 ? `${file.name || 'That'} is empty.` : null;
}

/** Its own view until the answer is there; then the answer's, which has an address. */
export async function query(file) {
  const turn = ++asking;
  // without the gallery the question fails too, and says so
  if (!await options.check().catch(() => true) || turn !== asking) {
    return;
  }
  options.leave();
  location.hash = '#/ask';
  const local = URL.createObjectURL(file);
  const portrait = el('img', {src: local, alt: 'The picture that you chose'});
  portrait.addEventListener('load', () => URL.revokeObjectURL(local), {once: true});
  const fault = faultOf(file);
  const told = fault ? el('section', {class: 'card bad', role: 'alert'}, fault) : el('section', {class: 'card'}, spinner('Asking the workers…'));
  frame(portrait, 'Your picture', [], told);
  if (fault) {
    return;
  }
  try {
    const answer = await ask('/api/query?' + options.asked(), {method: 'POST', headers: {'Content-Type': file.type}, body: file});
    asked.set(answer.id, file);
    if (turn === asking && location.hash === '#/ask') {
      say(answer.reason ? 'It was rejected' : `${answer.alike.length} similar items found`);
      location.replace(itemHash(answer.id));
    }
  } catch (e) {
    if (turn === asking) {
      told.className = 'card bad';
      told.setAttribute('role', 'alert');
      told.replaceChildren(e.message);
    }
  }
}

/** The picture whose answer is shown, if this page asked. */
const shown = () => asked.get(decodeURIComponent(location.hash.replace(/^#\/item\//, '')));

/** To make an item of the picture; nothing where the page does not have it any more. */
export function addForm(queryId) {
  const file = asked.get(queryId);
  if (!file) {
    return null;
  }
  const id = el('input', {type: 'text', 'aria-label': 'Id of the new item', placeholder: 'id, such as 70001', maxlength: '255', required: true, spellcheck: 'false', autocomplete: 'off'});
  const button = el('button', {class: 'button primary', type: 'submit'}, 'Add it');
  const told = el('p', {class: 'told', role: 'alert'});
  const form = el('form', {class: 'add'}, id, button, told);
  form.addEventListener('submit', event => {
    event.preventDefault();
    add(id.value, file, button, told);
  });
  return el('section', {class: 'card'}, el('h2', {}, 'Add it to the catalogue'),
      el('p', {class: 'note'}, 'An item that has this id already gets this picture instead.'), form);
}

async function add(id, file, button, told) {
  button.disabled = true;
  told.textContent = '';
  try {
    expect(id);
    await ask('/api/item?id=' + encodeURIComponent(id), {method: 'PUT', headers: {'Content-Type': file.type}, body: file});
    say('Sent; waiting for its answer');
    location.hash = itemHash(id);
  } catch (e) {
    told.textContent = e.message;
    button.disabled = false;
  }
}

const pictureIn = transfer => [...(transfer?.files ?? [])][0];

export function start() {
  const drop = byId('drop');
  const chooser = byId('file');
  options.start(() => shown() ? query(shown()) : chooser.click());
  addEventListener('hashchange', () => options.label(shown() ? 'Ask again' : 'Choose a picture'));
  chooser.addEventListener('change', () => {
    if (chooser.files.length > 0) {
      query(chooser.files[0]);
      chooser.value = '';
    }
  });
  addEventListener('dragover', event => {
    event.preventDefault();
    drop.hidden = false;
  });
  addEventListener('dragleave', event => {
    drop.hidden = event.relatedTarget === null ? true : drop.hidden;
  });
  addEventListener('drop', event => {
    event.preventDefault();
    drop.hidden = true;
    const file = pictureIn(event.dataTransfer);
    if (file) {
      query(file);
    }
  });
  addEventListener('paste', event => {
    const file = pictureIn(event.clipboardData);
    if (file) {
      event.preventDefault();
      query(file);
    }
  });
}
