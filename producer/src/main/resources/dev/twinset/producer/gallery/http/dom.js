// Elements and pictures. Whatever comes from outside becomes text or an attribute, never markup.

/** An element with attributes and children; a string among the children is text. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

export const byId = id => document.getElementById(id);

export const itemHash = id => '#/item/' + encodeURIComponent(id);

/** What people call it: an item by its id, a query by what it is. */
export const nameOf = item => item.query ? 'your picture' : item.id;

/** Its kind and colour, as its catalogue says them; empty if it says neither. */
export const labelOf = item => [item.kind, item.colour].filter(Boolean).join(' · ');

/** Natural widths of the placeholders: one for a picture that comes later, one where there is none. */
const LATER = 1;
const NOTHING = 2;

const SOON = 1500;
const SELDOM = 20000;
const LONGEST = 60000;

/** An item's picture. As long as a placeholder is shown instead, it is asked for again, more and more seldom. */
export function picture(item, large = false) {
  const alt = item.query ? 'The picture that was asked about' : 'Picture of item ' + item.id;
  const address = item.picture + (large ? '&size=large' : '');
  const image = el('img', {src: address, alt, decoding: 'async', loading: 'lazy', draggable: 'false'});
  let wait = 0;
  const again = first => {
    wait = Math.min(LONGEST, wait === 0 ? first : wait * 2);
    setTimeout(() => image.isConnected && (image.src = address + '&again=' + Date.now()), wait);
  };
  image.addEventListener('load', () => {
    const width = image.naturalWidth;
    image.classList.remove('failed');
    image.classList.toggle('later', width === LATER);
    image.classList.toggle('nothing', width === NOTHING);
    if (width === LATER || width === NOTHING) {
      again(width === LATER ? SOON : SELDOM);
    }
  });
  image.addEventListener('error', () => {
    image.classList.add('failed');
    again(SOON);
  });
  return image;
}

const clock = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit'});
const day = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium'});

/** The time of day, with the date where it is not today's. */
export function when(millis) {
  const date = new Date(millis);
  const today = new Date().toDateString() === date.toDateString();
  return (today ? '' : day.format(date) + ', ') + clock.format(date);
}

/** The date and the time of day. */
export const dateOf = millis => day.format(new Date(millis)) + ', ' + clock.format(new Date(millis));

export function span(seconds) {
  if (seconds < 10) {
    return seconds.toFixed(seconds < 1 ? 2 : 1) + ' s';
  }
  if (seconds < 90) {
    return Math.round(seconds) + ' s';
  }
  return seconds < 5400 ? Math.round(seconds / 60) + ' min' : Math.round(seconds / 3600) + ' h';
}

let lastSaid = 0;

/** For those who listen instead of look; what is not pressing is left out if something was said just before. */
export function say(text, pressing = true) {
  if (pressing || Date.now() - lastSaid > 15000) {
    lastSaid = Date.now();
    byId('say').textContent = text;
  }
}

/** JSON of an address; fails with the sentence that the gallery gives. */
export async function ask(address, options = {}) {
  let response;
  try {
    response = await fetch(address, options);
  } catch (e) {
    throw new Error('The gallery does not answer. Is it still running?');
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    const failure = new Error(body.error || 'The gallery answered ' + response.status + '.');
    failure.status = response.status;
    throw failure;
  }
  return body;
}
