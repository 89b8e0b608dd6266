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

/**
 * An item's picture. Its upload may not be known to the gallery yet: then the address has no version, and it is asked
 * for again a little later.
 */
export function picture(item, large = false) {
  const alt = item.query ? 'The picture that was asked about' : 'Picture of item ' + item.id;
  const address = item.picture + (large ? '&size=large' : '');
  const image = el('img', {src: address, alt, decoding: 'async', loading: 'lazy', draggable: 'false'});
  if (!item.picture.includes('&v=')) {
    for (const delay of [2500, 12000]) {
      setTimeout(() => image.isConnected && (image.src = address + '&again=' + delay), delay);
    }
  }
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
