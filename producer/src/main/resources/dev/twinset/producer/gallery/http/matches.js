// Answers that people look for: items with a duplicate, and items that hardly anything looks like.
import {ask, byId, el} from './dom.js';
import {answerRow} from './rows.js';
import {spinner} from './detail.js';

const TITLES = {perfect: 'Duplicates', weak: 'Weak matches'};
const HINTS = {
  perfect: 'Items for which another one was found that has the same picture, or one that looks the same.',
  weak: 'Items of whose similar ones some are hardly of the same kind, under ten per cent: faded.',
};
const NONE = {perfect: 'No item has a duplicate.', weak: 'No item has a weak match.'};

/** Milliseconds after which a slow Kafka is asked again. */
const SOON = 3000;

const list = byId('matches');
const more = byId('more-matches');
let kind = null;
let from = 0;
let turn = 0;

async function load(mine) {
  more.disabled = true;
  try {
    const page = await ask(`/api/matches?kind=${kind}&from=${from}`);
    if (mine !== turn) {
      return;
    }
    if (from === 0) {
      list.replaceChildren();
    }
    const known = new Set([...list.children].map(row => row.dataset.id));
    list.append(...page.answers.filter(answer => !known.has(answer.id)).map(answerRow));
    from += 24;
    more.hidden = from >= page.total;
    if (page.total === 0) {
      list.replaceChildren(el('li', {class: 'few'}, NONE[kind]));
    }
  } catch (e) {
    if (mine === turn) {
      list.replaceChildren(el('li', {class: 'few', role: 'alert'}, e.message));
      from = 0;
      more.hidden = true;
      setTimeout(() => mine === turn && !byId('view-matches').hidden && load(mine), SOON);
    }
  }
  more.disabled = false;
}

export function open(wanted) {
  kind = wanted;
  from = 0;
  more.hidden = true;
  document.title = TITLES[kind] + ' · Twinset';
  byId('title-matches').textContent = TITLES[kind];
  byId('hint-matches').textContent = HINTS[kind];
  byId('title-matches').focus();
  list.replaceChildren(spinner('Looking them up…'));
  load(++turn);
}

more.addEventListener('click', () => load(turn));
