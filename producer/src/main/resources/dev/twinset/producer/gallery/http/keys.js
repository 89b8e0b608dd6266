// The keyboard: what is said at the foot of the page.
import {byId} from './dom.js';
import {pause} from './stream.js';

const isWriting = target => target.matches('input:not([type=file]), textarea, select');

/** The tile that lies next in that direction, by where tiles are on the screen. */
function neighbour(from, key) {
  const here = from.getBoundingClientRect();
  const sideways = key === 'ArrowLeft' || key === 'ArrowRight';
  const sign = key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 1;
  let best = null;
  let bestDistance = Infinity;
  for (const tile of document.querySelectorAll('main section:not([hidden]) a.tile')) {
    const there = tile.getBoundingClientRect();
    const dx = (there.left + there.right - here.left - here.right) / 2;
    const dy = (there.top + there.bottom - here.top - here.bottom) / 2;
    // up and down by upper edges: tiles of one row begin at one height, however high they are
    const along = sign * (sideways ? dx : there.top - here.top);
    const across = Math.abs(sideways ? dy : dx);
    // sideways stays in the row: a neighbour whose middle is beside this one's own height
    if (tile === from || along <= 4 || (sideways && across > here.height / 2 + there.height / 2)) {
      continue;
    }
    const distance = along + (sideways ? 0.2 : 2) * across;
    if (distance < bestDistance) {
      best = tile;
      bestDistance = distance;
    }
  }
  return best;
}

function onArrow(event) {
  const here = document.activeElement?.closest('a.tile');
  const next = here ? neighbour(here, event.key) : document.querySelector('main section:not([hidden]) a.tile');
  if (next && (here || event.key === 'ArrowDown')) {
    event.preventDefault();
    next.focus();
    next.scrollIntoView({block: 'nearest'});
  }
}

export function start() {
  addEventListener('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) {
      return;
    }
    if (event.key === '/') {
      event.preventDefault();
      byId('search').focus();
    } else if (event.key === 'Escape') {
      if (location.hash !== '' && location.hash !== '#/') {
        location.hash = '#/';
      } else {
        document.activeElement?.blur();
      }
    } else if (event.key === 'p' || event.key === 'P') {
      pause();
    } else if (event.key.startsWith('Arrow')) {
      onArrow(event);
    }
  });
}
