// Items by the beginning of their id.
import {ask, byId, el, itemHash, picture, say} from './dom.js';

const input = byId('search');
const list = byId('found');
let turn = 0;
let delay = 0;

const options = () => [...list.querySelectorAll('[role=option]')];
const selected = () => list.querySelector('[aria-selected=true]');

function close() {
  list.hidden = true;
  input.setAttribute('aria-expanded', 'false');
  input.removeAttribute('aria-activedescendant');
}

function select(option) {
  options().forEach(other => other.setAttribute('aria-selected', other === option));
  input.setAttribute('aria-activedescendant', option.id);
  option.scrollIntoView({block: 'nearest'});
}

function go(id) {
  close();
  input.value = '';
  input.blur();
  location.hash = itemHash(id);
}

function show(items, prefix) {
  list.replaceChildren(...items.map((item, i) => {
    const option = el('li', {id: 'found-' + i, role: 'option', 'aria-selected': 'false'}, picture(item), el('span', {}, item.id));
    option.dataset.id = item.id;
    option.addEventListener('pointerdown', event => {
      event.preventDefault();
      go(item.id);
    });
    return option;
  }));
  if (items.length === 0) {
    list.append(el('li', {class: 'none'}, `No item’s id begins with “${prefix}”.`));
  } else {
    select(list.firstElementChild);
  }
  list.hidden = false;
  input.setAttribute('aria-expanded', 'true');
  say(items.length === 0 ? 'No item found' : items.length + ' items found');
}

async function find() {
  const prefix = input.value.trim();
  const mine = ++turn;
  if (prefix === '') {
    close();
    return;
  }
  try {
    const {items} = await ask('/api/items?prefix=' + encodeURIComponent(prefix));
    if (mine === turn) {
      show(items, prefix);
    }
  } catch (e) {
    if (mine === turn) {
      list.replaceChildren(el('li', {class: 'none', role: 'alert'}, e.message));
      list.hidden = false;
    }
  }
}

function onKey(event) {
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (step && !list.hidden) {
    event.preventDefault();
    const all = options();
    const next = all[(all.indexOf(selected()) + step + all.length) % all.length];
    if (next) {
      select(next);
    }
  } else if (event.key === 'Enter') {
    event.preventDefault();
    if (selected() && !list.hidden) {
      go(selected().dataset.id);
    } else if (input.value.trim() !== '') {
      go(input.value.trim());
    }
  } else if (event.key === 'Escape') {
    event.preventDefault();
    event.stopPropagation();
    input.value = '';
    turn++;
    close();
    input.blur();
  }
}

export function start() {
  input.addEventListener('input', () => {
    clearTimeout(delay);
    delay = setTimeout(find, 120);
  });
  input.addEventListener('keydown', onKey);
  input.addEventListener('blur', close);
  input.addEventListener('focus', () => input.value.trim() !== '' && find());
}
