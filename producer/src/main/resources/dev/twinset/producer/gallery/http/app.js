// What is shown follows from the address alone, so that the browser's history works.
import * as asking from './ask.js';
import * as detail from './detail.js';
import {byId} from './dom.js';
import * as keys from './keys.js';
import * as map from './map.js';
import * as matches from './matches.js';
import * as search from './search.js';
import * as stream from './stream.js';

const VIEWS = ['view-stream', 'view-detail', 'view-rejected', 'view-matches', 'view-map'];
const MATCHES = /^#\/matches\/(weak|perfect)$/;
let left = null;

function only(view) {
  VIEWS.forEach(id => byId(id).hidden = id !== view);
  for (const link of byId('views').querySelectorAll('a')) {
    link.toggleAttribute('aria-current', link.getAttribute('href') === (view === 'view-stream' ? '#/' : location.hash));
  }
}

/** The stream as it was left: where it was scrolled to, with the focus on the picture that was followed. */
function showStream() {
  only('view-stream');
  document.title = 'Twinset';
  detail.close();
  if (left) {
    scrollTo({top: left.top});
    left.focused?.focus({preventScroll: true});
    left = null;
  }
}

function leaveStream() {
  if (!byId('view-stream').hidden) {
    const focused = byId('rows').contains(document.activeElement) ? document.activeElement : null;
    left = {top: scrollY, focused};
  }
  scrollTo({top: 0});
}

function route() {
  const hash = location.hash;
  if (hash.startsWith('#/item/')) {
    leaveStream();
    only('view-detail');
    detail.open(decoded(hash.slice('#/item/'.length)));
  } else if (hash === '#/rejected') {
    leaveStream();
    only('view-rejected');
    document.title = 'Rejected · Twinset';
    detail.openRejected();
  } else if (MATCHES.test(hash)) {
    leaveStream();
    only('view-matches');
    matches.open(MATCHES.exec(hash)[1]);
  } else if (hash === '#/map') {
    leaveStream();
    only('view-map');
    document.title = 'Map · Twinset';
    map.open();
  } else if (hash === '#/ask' && byId('view-detail').querySelector('.portrait')) {
    leaveStream();
    only('view-detail');
  } else {
    showStream();
  }
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch (e) {
    return text;
  }
}

addEventListener('hashchange', route);
asking.start();
search.start();
keys.start();
stream.start();
route();
