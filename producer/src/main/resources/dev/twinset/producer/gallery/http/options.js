// What is asked of the answers to pictures: a form, checked by the gallery before a picture is sent.
import {ask, byId, el, say} from './dom.js';

const form = byId('options');
const opener = byId('open-options');
const filter = form.elements.filter;

/** Attribute names to their values, as far as the gallery has seen them. */
let known = {};
let turn = 0;

/** The options that are set, as a query string. */
export function asked() {
  const set = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value.trim() !== '' && !(name === 'diversity' && Number(value) === 0)) {
      set.set(name, value.trim());
    }
  }
  return set;
}

function fields() {
  return [...form.elements].filter(field => field.name);
}

const nameOf = field => field.labels[0].firstChild.textContent.trim() || field.labels[0].textContent.trim();

/** Beside the field that is at fault, or beside none. */
function tell(option, fault) {
  for (const field of fields()) {
    const id = 'fault-' + field.name;
    byId(id)?.remove();
    field.removeAttribute('aria-invalid');
    if (fault && field.name === option) {
      field.setAttribute('aria-invalid', 'true');
      field.closest('p').append(el('span', {id, class: 'told', role: 'alert'}, nameOf(field) + ' ' + fault));
    }
  }
}

/** Whether workers would take the options; if not, the form says why. */
export async function check(show = true) {
  const mine = ++turn;
  count();
  const {option, fault} = await ask('/api/options?' + asked());
  if (mine === turn) {
    tell(option, fault);
  }
  if (fault && show) {
    open(true);
    (fields().find(field => field.name === option) ?? filter).focus();
    say('The options are not right');
  }
  return !fault;
}

function count() {
  const set = [...asked().keys()].length;
  byId('options-set').hidden = set === 0;
  byId('options-set').textContent = set;
  byId('diversity-value').textContent = form.elements.diversity.value;
}

/** Where it would hide the answer. */
export function leave() {
  if (matchMedia('(max-width: 640px)').matches) {
    open(false);
  }
}

function open(on) {
  form.hidden = !on;
  opener.setAttribute('aria-expanded', on);
}

async function learn() {
  try {
    known = (await ask('/api/attributes')).attributes;
  } catch (e) {
    known = {};
  }
  byId('names').replaceChildren(...Object.keys(known).map(name => el('option', {value: name})));
  offer();
}

/** As a filter's text needs it. */
const encoded = value => value.replace(/[,|%=!\p{Cc}]/gu, encodeURIComponent).replaceAll('!', '%21');

/** Ways to go on with the filter: names, then the values of a name. */
function offer() {
  const text = filter.value;
  const start = text.lastIndexOf(',') + 1;
  const term = text.slice(start);
  const name = term.split(/!?=/)[0].trim();
  const chosen = term.slice(term.indexOf('=') + 1).split('|');
  const values = (known[name] ?? []).map(encoded).filter(value => !chosen.includes(value));
  const before = term.includes('=') ? text.slice(0, Math.max(text.lastIndexOf('='), text.lastIndexOf('|')) + 1) : text.slice(0, start);
  const next = term.includes('=') ? values : Object.keys(known).flatMap(other => [other + '=', other + '!=']);
  byId('terms').replaceChildren(...next.map(rest => el('option', {value: before + rest})));
}

/** What the form's button does now. */
export function label(text) {
  byId('options-ask').textContent = text;
}

/** @param submitted is called when the form is sent and right */
export function start(submitted) {
  opener.addEventListener('click', () => {
    open(form.hidden);
    if (!form.hidden) {
      filter.focus();
    }
  });
  form.addEventListener('focusin', event => event.target === filter && learn());
  filter.addEventListener('input', offer);
  form.addEventListener('input', count);
  form.addEventListener('change', () => check(false).catch(() => {}));
  form.addEventListener('reset', () => setTimeout(() => { tell(); count(); }));
  form.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      event.preventDefault();
      open(false);
      opener.focus();
    }
  });
  form.addEventListener('submit', event => {
    event.preventDefault();
    submitted();
  });
  count();
}
