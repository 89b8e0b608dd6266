// One item, or one picture that was asked about.
import {ask, byId, el, nameOf, picture, say, span, when} from './dom.js';
import {addForm} from './ask.js';
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

function facts(item) {
  const values = Object.entries(item.attributes ?? {});
  return values.length === 0 ? [] : [el('div', {class: 'facts', 'aria-label': 'What the catalogue says'},
      ...values.map(([name, value]) => el('span', {title: name}, value)))];
}

function notes(answer) {
  const took = answer.seconds === undefined ? '' : `, ${span(answer.seconds)} after it was ${answer.query ? 'asked' : 'uploaded'}`;
  return [el('p', {class: 'note'}, `Answered ${when(answer.at)}${took}.`),
    el('p', {class: 'note'}, `Compared with ${answer.searched.toLocaleString()} items by model ${answer.model}.`)];
}

export function answerCard(answer) {
  const limit = Number(answer.options.limit ?? 5);
  const narrowed = answer.options.filter || answer.options.scorethreshold || answer.options.groupby;
  const few = narrowed && answer.alike.length > 0 && answer.alike.length < limit
    ? el('p', {class: 'note'}, `${answer.alike.length} of ${limit}: no other item is as it was asked for.`) : null;
  return card('', el('h2', {}, 'Looks most like'), tags(answer.options), legend(answer), similarItems(answer, Infinity), few);
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
      el('p', {}, rejection.detail), el('p', {class: 'note'}, when(rejection.at)));
}

function show(item) {
  const cards = [];
  const rejection = item.rejection;
  if (rejection && !(item.answer && item.answer.at > rejection.at)) {
    cards.push(rejectionCard(rejection));
  }
  if (item.answer) {
    cards.push(answerCard(item.answer), copiesCard(item.answer));
  } else if (!rejection) {
    cards.push(card('', spinner(awaited === item.id ? 'Waiting for its answer…' : 'There is no answer for it yet.')));
  }
  if (item.query) {
    cards.push(addForm(item.id));
  }
  frame(picture(item, true), item.query ? 'Your picture' : item.id, [...facts(item), ...(item.answer ? [...takenFor(item.answer), ...notes(item.answer)] : [])], ...cards);
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
