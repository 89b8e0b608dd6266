// One item, or one picture that was asked about.
import {ask, byId, dateOf, el, labelOf, nameOf, picture, say, span} from './dom.js';
import {addForm} from './ask.js';
import * as options from './options.js';
import {copyTiles, legend, similarItems, rejectedRow, sentenceOf, tags} from './rows.js';
import {listeners} from './stream.js';

const view = byId('view-detail');
let shown = null;
let awaited = null;

/** Milliseconds after which an answer that was to come with the stream is looked for. */
const LONG = 8000;

/** An item that was just sent is unknown for a moment: its view waits for its answer. */
export function expect(id) {
  awaited = id;
}

const heading = text => el('h1', {tabindex: '-1'}, text);
const back = () => el('p', {class: 'back'}, el('a', {href: '#/'}, '← Live stream'));
export const spinner = text => el('p', {class: 'waiting', role: 'status'}, el('i'), text);

function card(className, ...children) {
  return el('section', {class: ('card ' + className).trim()}, ...children);
}

/** The frame of every detail: the portrait with what is said of it, and the answer beside. */
export function frame(image, title, about, ...cards) {
  view.replaceChildren(back(), el('div', {class: 'detail'},
      el('div', {class: 'about'}, el('div', {class: 'portrait'}, image), heading(title), ...about),
      el('div', {}, ...cards.filter(Boolean))));
}

/** Milliseconds after which a slow Kafka is asked again. */
const SOON = 3000;

function facts(item) {
  const values = Object.entries(item.attributes ?? {});
  return values.length === 0 ? [] : [el('div', {class: 'facts', 'aria-label': 'What the catalogue says'},
      ...values.map(([name, value]) => el('span', {title: name}, value)))];
}

const count = number => number.toLocaleString();

/** When it was answered and among how many items, and how many there are now. */
function notes(answer, itemsNow) {
  const took = answer.seconds === undefined ? '' : `, ${span(answer.seconds)} after it was ${answer.query ? 'asked' : 'uploaded'}`;
  const now = itemsNow === undefined ? '' : itemsNow === answer.searched ? '; there are as many now' : `; there are ${count(itemsNow)} now`;
  return [el('p', {class: 'note'}, `Answered ${dateOf(answer.at)}${took}.`),
    el('p', {class: 'note'}, `There were ${count(answer.searched)} items then${now}. Model ${answer.model}.`)];
}

function answerCard(answer, title = 'Looks most like', ...more) {
  const limit = Number(answer.options.limit ?? 5);
  const narrowed = answer.options.filter || answer.options.scorethreshold || answer.options.groupby;
  const few = narrowed && answer.alike.length > 0 && answer.alike.length < limit
    ? el('p', {class: 'note'}, `${answer.alike.length} of ${limit}: no other item is as it was asked for.`) : null;
  return card('', el('div', {class: 'title'}, el('h2', {}, title), ...more), tags(answer.options), legend(answer), similarItems(answer, Infinity), few,
    answer.alike.some(one => one.weak) ? el('p', {class: 'note'}, 'Faded: hardly of the same kind, under ten per cent.') : null);
}

/** Asks with the picture that is stored, and shows the new answer above the published one. */
function againButton(item) {
  const button = el('button', {class: 'button', id: 'again', type: 'button'}, 'Look again now');
  const told = el('p', {class: 'note', role: 'alert'});
  button.addEventListener('click', async () => {
    button.disabled = true;
    told.replaceChildren(spinner('Asking the workers…'));
    try {
      const answer = await ask('/api/again?' + new URLSearchParams([['id', item.id], ...options.asked()]), {method: 'POST'});
      told.replaceChildren();
      if (shown === item.id) {
        view.querySelector('.now')?.remove();
        const fresh = answer.reason ? rejectionCard(answer) : answerCard(answer, 'Now');
        fresh.classList.add('now');
        fresh.append(...(answer.reason ? [] : [el('p', {class: 'note'},
            `Asked ${dateOf(answer.at)} among ${count(answer.searched)} items; when it was published there were ${count(item.answer.searched)}. Model ${answer.model}.`)]));
        button.closest('.card').before(fresh);
        say(`Looked again: ${answer.alike?.length ?? 0} similar items`);
      }
    } catch (e) {
      told.replaceChildren(e.message);
    }
    button.disabled = false;
  });
  return [button, told];
}

function copiesCard(answer) {
  const all = answer.copies.items.length + answer.copies.more;
  return all === 0 ? null : card('', el('h2', {}, all === 1 ? 'One item has the same picture' : `${all} items have the same picture`),
      copyTiles(answer.copies));
}

function takenFor(answer) {
  const values = Object.entries(answer.looksLike);
  return values.length === 0 ? [] : [el('p', {class: 'note'}, 'The model takes it for '
      + values.map(([name, value]) => `${name} ${value}`).join(', ') + '.')];
}

export function rejectionCard(rejection) {
  return card('bad', el('h2', {}, 'Rejected: ' + sentenceOf(rejection.reason)),
      el('p', {}, rejection.detail), el('p', {class: 'note'}, dateOf(rejection.at)));
}

function show(item) {
  const cards = [];
  const rejection = item.rejection;
  if (rejection && !(item.answer && item.answer.at > rejection.at)) {
    cards.push(rejectionCard(rejection));
  }
  if (item.answer) {
    cards.push(item.query ? answerCard(item.answer) : answerCard(item.answer, 'Looks most like', ...againButton(item)), copiesCard(item.answer));
  } else if (!rejection) {
    cards.push(card('', spinner(awaited === item.id ? 'Waiting for its answer…' : 'There is no answer for it yet.')));
  }
  if (item.query) {
    cards.push(addForm(item.id));
  }
  const about = [item.query || labelOf(item) === '' ? null : el('p', {class: 'kind'}, labelOf(item)), ...facts(item),
    item.uploadedAt === undefined ? null : el('p', {class: 'note'}, `Uploaded ${dateOf(item.uploadedAt)}.`),
    ...(item.answer ? [...takenFor(item.answer), ...notes(item.answer, item.query ? undefined : item.itemsNow)] : [])];
  frame(picture(item, true), item.query ? 'Your picture' : item.id, about.filter(Boolean), ...cards);
}

function unknown(id, ...cards) {
  frame(picture({id, picture: '/picture?id=' + encodeURIComponent(id)}, true), id, [], ...cards);
}

async function load(id, focus) {
  let item = null;
  let failure = null;
  try {
    item = await ask('/api/item?id=' + encodeURIComponent(id));
  } catch (e) {
    failure = e;
  }
  if (shown !== id) {
    return;
  }
  const held = heldFocus();
  if (item) {
    show(item);
  } else {
    unknown(id, card('bad', el('p', {role: 'alert'}, failure.message)));
    if (failure.status === 503) {
      setTimeout(() => shown === id && load(id, false), SOON);
    }
  }
  document.title = (item ? nameOf(item) : id) + ' · Twinset';
  if (focus || held) {
    ((held && view.querySelector(held)) ?? view.querySelector('h1')).focus();
  }
}

/** What is shown again must not take the focus away: a selector of what has it, if that is in this view. */
function heldFocus() {
  const focused = document.activeElement;
  if (!view.contains(focused)) {
    return null;
  }
  return focused.hasAttribute('href') ? `a[href=${CSS.escape(focused.getAttribute('href'))}]` : 'h1';
}

export function open(id) {
  shown = id;
  if (id === awaited) {
    unknown(id, card('', spinner('Waiting for its answer…')));
    view.querySelector('h1').focus();
    setTimeout(() => id === awaited && id === shown && load(id, false), LONG);
    return;
  }
  view.replaceChildren(back(), spinner('Looking it up…'));
  load(id, true);
}

export function close() {
  shown = null;
  view.replaceChildren();
}

// a query is answered once, and was then
listeners.add((type, data) => {
  const told = data.id === awaited;
  awaited = told ? null : awaited;
  if (data.id === shown && !data.query) {
    load(shown, false);
    if (told) {
      say(type === 'rejected' ? 'It was rejected' : 'Its answer has come');
    }
  }
});

/** The latest rejections. */
export async function openRejected() {
  const list = byId('rejected-list');
  list.replaceChildren(spinner('Looking them up…'));
  byId('title-rejected').focus();
  try {
    const {rejected} = await ask('/api/rejected');
    list.replaceChildren(...rejected.map(rejectedRow));
    if (rejected.length === 0) {
      list.replaceChildren(el('li', {class: 'few'}, 'None of late. That is good.'));
    }
  } catch (e) {
    list.replaceChildren(el('li', {class: 'few', role: 'alert'}, e.message));
  }
}
