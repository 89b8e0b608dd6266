// How an answer and a rejection look.
import {el, itemHash, labelOf, nameOf, picture, span, when} from './dom.js';

/** A weak match, under ten per cent, is not rounded up to ten. */
const percent = one => (one.weak ? Math.floor : Math.round)(one.match * 100) + ' %';

function gauge(one) {
  const value = one.match ?? Math.max(0, one.score);
  const bar = el('i');
  bar.style.setProperty('--part', Math.round(value * 100));
  return el('span', {class: 'gauge' + (value >= 0.7 ? ' good' : value >= 0.4 ? ' fair' : ''), 'aria-hidden': 'true'}, bar);
}

const copiesOf = one => one.copies.items.length + one.copies.more;
const countOf = (number, word, words) => number + ' ' + (number === 1 ? word : words);

/** Kind and colour before the id, as people look for them. */
const named = item => [item.kind ? el('span', {class: 'kind'}, item.kind) : null,
  item.colour ? el('span', {class: 'colour'}, item.colour) : null,
  el('span', {class: 'id'}, item.id)].filter(Boolean);

/** One of the items; with its copies and its reason where there is room. */
function similarItem(one, room) {
  const score = one.score.toFixed(3);
  const copies = copiesOf(one);
  const kind = labelOf(one);
  const label = `${one.rank}. ${kind === '' ? '' : kind + ', '}${one.id}, ` + (one.match === undefined ? '' : `${percent(one)} same kind, `) + `score ${score}`
    + (one.weak ? ', a weak match' : '') + (one.fallback ? ', outside the filter' : '') + (copies > 0 ? ', and ' + countOf(copies, 'copy', 'copies') : '');
  return el('li', {}, el('a', {class: 'tile' + (one.fallback ? ' outside' : one.weak ? ' weak' : ''), href: itemHash(one.id), 'aria-label': label, title: label},
      el('span', {class: 'frame'}, picture(one),
          one.fallback ? el('span', {class: 'mark'}, 'outside') : null,
          copies > 0 && !room ? el('span', {class: 'mark end'}, '+' + countOf(copies, 'copy', 'copies')) : null),
      el('span', {class: 'match'}, one.match === undefined ? null : el('b', {}, percent(one)), el('small', {}, score)),
      gauge(one),
      ...named(one)),
  room && one.why ? reason(one.why) : null,
  room && copies > 0 ? el('details', {class: 'copies'},
      el('summary', {}, '+' + countOf(copies, 'copy', 'copies')), copyTiles(one.copies)) : null);
}

/** Items with one picture, each with its own. */
export function copyTiles(copies) {
  return el('ul', {class: 'same'}, ...copies.items.map(item => el('li', {},
      el('a', {href: itemHash(item.id)}, picture(item), el('span', {}, labelOf(item), labelOf(item) ? ' ' : '', el('b', {}, item.id))))),
  copies.more > 0 ? el('li', {}, `and ${copies.more} more`) : null);
}

const part = ([name, value], i) => {
  const piece = el('i', {class: 'part-' + i % 6, title: `${name} ${value.toFixed(2)}`});
  piece.style.setProperty('--part', Math.max(0, value));
  return piece;
};

/** How a score comes about: in words, and as a bar as long as the score. */
function reason(why) {
  const parts = Object.entries(why.parts);
  const label = 'The score: ' + parts.map(([name, value]) => `${name} ${value.toFixed(2)}`).join(', ');
  return el('div', {class: 'reason'}, el('span', {class: 'parts', role: 'img', 'aria-label': label}, ...parts.map(part)),
      el('p', {}, why.words));
}

/** Which colour of the bars is what, and whose words they are. */
export function legend(answer) {
  const why = answer.alike.find(one => one.why)?.why;
  return why ? el('p', {class: 'legend'}, 'The score is made of',
      ...Object.keys(why.parts).map((name, i) => el('span', {}, el('i', {class: 'part-' + i % 6}), name)),
      why.words === '' ? null : 'The words compare what the model takes both pictures for, not what the catalogue says.') : null;
}

const TAGS = {
  limit: value => countOf(Number(value), 'item', 'items'),
  scorethreshold: value => 'score ≥ ' + value,
  filter: value => value,
  fallback: () => 'filled up',
  groupby: value => 'few of each ' + value,
  groupsize: value => value + ' of each',
  diversity: value => 'diversity ' + value,
};

/** What was asked for. */
export function tags(options) {
  const asked = Object.keys(TAGS).filter(name => options[name]).map(name => [name, options[name]]);
  return asked.length === 0 ? null : el('p', {class: 'facts', 'aria-label': 'What was asked for'},
      ...asked.map(([name, value]) => el('span', {title: name}, TAGS[name](value))));
}

/** The items, or why there are none; no more than there is room for. */
export function similarItems(answer, most = 5) {
  if (answer.alike.length === 0) {
    return el('p', {class: 'few'}, answer.searched > 0 && Object.keys(answer.options).length > 0
      ? 'No other item is as it was asked for.' : 'The first item: there is nothing to compare it with yet.');
  }
  const room = most === Infinity;
  const more = answer.alike.length - most;
  return el('ol', {class: 'alike', 'aria-label': 'Looks most like ' + nameOf(answer)},
      ...answer.alike.slice(0, most).map(one => similarItem(one, room)),
      more > 0 ? el('li', {class: 'more'}, el('a', {href: itemHash(answer.id)}, `and ${more} more`)) : null);
}

function subject(item, ...lines) {
  return el('a', {class: 'tile subject', href: itemHash(item.id), title: item.query ? null : item.id,
    'aria-label': [labelOf(item), nameOf(item), ...lines].filter(Boolean).join(', ')},
      el('span', {class: 'frame'}, picture(item)),
      ...(item.query ? [el('span', {class: 'id'}, el('span', {class: 'chip'}, 'asked'))] : named(item)),
      ...lines.map(line => el('span', {class: 'meta'}, line)));
}

export function answerRow(answer) {
  const took = answer.seconds === undefined ? [] : ['after ' + span(answer.seconds)];
  return el('li', {class: 'row', 'data-id': answer.id}, subject(answer, when(answer.at), ...took), similarItems(answer),
      copiesOf(answer) > 0 ? el('div', {class: 'twins'}, el('span', {}, 'Same picture'), copyTiles(answer.copies)) : null);
}

export function rejectedRow(rejected) {
  return el('li', {class: rejected.stands === false ? 'row' : 'row bad', 'data-id': rejected.id},
      subject(rejected, when(rejected.at)),
      el('div', {class: 'why'},
          el('span', {class: 'chip bad'}, 'rejected'), ' ', el('b', {}, sentenceOf(rejected.reason)),
          el('p', {}, rejected.detail),
          rejected.stands === false ? el('p', {}, 'It was uploaded again since.') : null));
}

/** {@code TOO_MANY_PIXELS} as words. */
export const sentenceOf = reason => reason.toLowerCase().replaceAll('_', ' ');
