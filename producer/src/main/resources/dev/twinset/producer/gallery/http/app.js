// What is shown follows from the address alone, so that the browser's history works.
import * as asking from './ask.js';
import * as detail from './detail.js';
import {byId} from './dom.js';
import * as keys from './keys.js';
import * as search from './search.js';
import * as stream from './stream.js';

const VIEWS = ['view-stream', 'view-detail', 'view-rejected'];
let left = null;

function only(view) {
  VIEWS.forEach(id => byId(id).hidden = id !== view);
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
