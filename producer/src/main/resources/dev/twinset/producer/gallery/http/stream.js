// The live stream: rows as they come, at a pace for eyes, held while somebody reads.
import {byId, say, span} from './dom.js';
import {answerRow, rejectedRow} from './rows.js';

const MOST_ROWS = 48;
const MOST_WAITING = 48;
const BETWEEN_ROWS = 300;
const SCROLLED = 260;

const rows = byId('rows');
const waiting = [];
let paused = false;
let rates = new Array(60).fill(0);
let source = null;

/** Calls back with every answer and rejection, shown or not. */
export const listeners = new Set();

const rowOf = message => message.type === 'rejected' ? rejectedRow(message.data) : answerRow(message.data);
const isHeld = () => paused || scrollY > SCROLLED || byId('view-stream').hidden || rows.querySelector(':focus-visible') !== null;

function showNext() {
  if (waiting.length > 0 && !isHeld()) {
    show(waiting.shift(), true);
  }
  const pill = byId('held');
  pill.hidden = waiting.length === 0 || !isHeld() || byId('view-stream').hidden;
  pill.textContent = waiting.length + (waiting.length === MOST_WAITING ? '+' : '') + ' new ↑';
}

function show(message, fresh) {
  const row = rowOf(message);
  row.classList.toggle('fresh', fresh);
  rows.prepend(row);
  while (rows.children.length > MOST_ROWS) {
    rows.lastElementChild.remove();
  }
  byId('empty').hidden = true;
}

function hear(type, data) {
  waiting.push({type, data});
  if (waiting.length > MOST_WAITING) {
    waiting.shift();
  }
  listeners.forEach(listener => listener(type, data));
}

/** In place of what is shown: the page was opened, or the gallery was restarted. */
function replace(messages) {
  waiting.length = 0;
  rows.replaceChildren();
  byId('empty').hidden = messages.length > 0;
  for (const {type, data} of messages) {
    show({type, data}, false);
    listeners.forEach(listener => listener(type, data));
  }
}

/** All that waits, at once, at the top. */
export function release() {
  scrollTo({top: 0});
  document.activeElement?.blur();
  waiting.splice(0).forEach(message => show(message, false));
}

export function pause(on = !paused) {
  paused = on;
  const button = byId('pause');
  button.setAttribute('aria-pressed', paused);
  button.lastElementChild.textContent = paused ? 'Go on' : 'Pause';
  say(paused ? 'Paused' : 'Going on');
}

const count = number => number.toLocaleString();

function state(now) {
  byId('rate').textContent = now.imagesPerSecond < 10 ? now.imagesPerSecond.toFixed(1) : count(Math.round(now.imagesPerSecond));
  byId('answered').textContent = count(now.answered);
  byId('items').textContent = count(now.items) + (now.full ? '+' : '');
  byId('age').textContent = now.secondsSinceAnswer === undefined ? '–' : span(now.secondsSinceAnswer) + ' ago';
  byId('rejected').textContent = count(now.rejected);
  byId('rejected').classList.toggle('some', now.rejected > 0);
  byId('count-weak').textContent = count(now.weak);
  byId('count-perfect').textContent = count(now.perfect);
  byId('model').textContent = now.model ?? '–';
  sparkle(now.imagesPerSecond);
  if (now.slow) {
    link('slow', 'Kafka is slow');
  } else if (now.connected) {
    link('live', now.behind > 500 ? 'reading ' + count(now.behind) + ' records' : 'live');
  } else {
    link('lost', 'no Kafka');
  }
  trouble(now.connected ? '' : 'Kafka cannot be reached; what is shown is as it was. ' + (now.fault ?? ''));
  emptiness(now);
  if (now.answeredSinceStart > 0) {
    say(`${count(now.answered)} answered, ${count(now.rejected)} rejected`, false);
  }
}

function emptiness(now) {
  if (now.items > 0 && now.answeredSinceStart === 0 && rows.children.length === 0) {
    byId('empty-why').textContent = `${count(now.items)} items are there, but no answer has come since this page was opened. Is a worker running?`;
  }
}

function sparkle(rate) {
  rates = [...rates.slice(1), rate];
  const top = Math.max(1, ...rates);
  const points = rates.map((value, i) => `${i + 0.5},${(19 - 18 * value / top).toFixed(1)}`);
  byId('spark').firstElementChild.setAttribute('points', points.join(' '));
}

function link(name, text) {
  byId('link').dataset.state = name;
  byId('link').lastElementChild.textContent = text;
}

function trouble(text) {
  const place = byId('trouble');
  if (place.textContent !== text) {
    place.textContent = text;
  }
  place.hidden = text === '';
}

function connect() {
  source = new EventSource('/api/events');
  source.onerror = () => {
    link('lost', 'connecting again');
    if (source.readyState === EventSource.CLOSED) {
      // refused, as when the token has changed: the page says more when it is loaded again
      trouble('The gallery does not let this page in any more: load it again.');
    }
  };
  source.addEventListener('recent', event => replace(JSON.parse(event.data).messages));
  source.addEventListener('state', event => state(JSON.parse(event.data)));
  for (const type of ['answer', 'rejected']) {
    source.addEventListener(type, event => hear(type, JSON.parse(event.data)));
  }
}

/** A hidden page would hold one of the few connections that a browser has for us. */
function onVisibility() {
  if (document.hidden) {
    source?.close();
    source = null;
  } else if (source === null) {
    connect();
  }
}

export function start() {
  byId('pause').addEventListener('click', () => pause());
  byId('held').addEventListener('click', () => { pause(false); release(); });
  document.addEventListener('visibilitychange', onVisibility);
  setInterval(showNext, BETWEEN_ROWS);
  connect();
}
