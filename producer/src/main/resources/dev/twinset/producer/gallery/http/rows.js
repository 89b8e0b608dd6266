// How an answer and a rejection look.
import {el, itemHash, nameOf, picture, span, when} from './dom.js';

const percent = match => Math.round(match * 100) + ' %';

function gauge(one) {
  const value = one.match ?? Math.max(0, one.score);
  const bar = el('i');
  bar.style.setProperty('--part', Math.round(value * 100));
  return el('span', {class: 'gauge' + (value >= 0.7 ? ' good' : value >= 0.4 ? ' fair' : ''), 'aria-hidden': 'true'}, bar);
}

function similarItem(one) {
  const score = one.score.toFixed(3);
  const label = `${one.rank}. ${one.id}, ` + (one.match === undefined ? '' : `${percent(one.match)} same kind, `) + `score ${score}`;
  return el('li', {}, el('a', {class: 'tile', href: itemHash(one.id), 'aria-label': label, title: label},
      el('span', {class: 'frame'}, picture(one)),
      el('span', {class: 'match'}, one.match === undefined ? null : el('b', {}, percent(one.match)), el('small', {}, score)),
      gauge(one),
      el('span', {class: 'id'}, one.id)));
}

/** The five, or why there are none. */
export function similarItems(answer) {
  if (answer.alike.length === 0) {
    return el('p', {class: 'few'}, 'The first item: there is nothing to compare it with yet.');
  }
  return el('ol', {class: 'alike', 'aria-label': 'Looks most like ' + nameOf(answer)}, ...answer.alike.map(similarItem));
}

function subject(item, ...lines) {
  return el('a', {class: 'tile subject', href: itemHash(item.id), 'aria-label': [nameOf(item), ...lines].join(', ')},
      el('span', {class: 'frame'}, picture(item)),
      el('span', {class: 'id', title: item.id}, item.query ? el('span', {class: 'chip'}, 'asked') : item.id),
      ...lines.map(line => el('span', {class: 'meta'}, line)));
}

export function answerRow(answer) {
  const took = answer.seconds === undefined ? [] : ['after ' + span(answer.seconds)];
  return el('li', {class: 'row', 'data-id': answer.id}, subject(answer, when(answer.at), ...took), similarItems(answer));
}

export function rejectedRow(rejected) {
  return el('li', {class: 'row bad', 'data-id': rejected.id},
      subject(rejected, when(rejected.at)),
      el('div', {class: 'why'},
          el('span', {class: 'chip bad'}, 'rejected'), ' ', el('b', {}, sentenceOf(rejected.reason)),
          el('p', {}, rejected.detail)));
}

/** {@code TOO_MANY_PIXELS} as words. */
export const sentenceOf = reason => reason.toLowerCase().replaceAll('_', ' ');
