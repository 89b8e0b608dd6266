// The catalogue as a map of its look: a board of small pictures that can be moved, zoomed and clicked.
import {ask, byId, dateOf, el, itemHash, labelOf, say} from './dom.js';

const BETWEEN_LOOKS = 700;
const CLOSEST = 200;

/** Where there is room for pictures of this side, in pixels of the page, items are pictures; the others are dots. */
const SQUARE = 54;
const DOT = 3.5;
const REACH = 14;
const PICTURES = 600;

/** Colours that people with any eyesight tell apart, for the most frequent kinds; the others are grey. */
const COLOURS = ['#4477aa', '#ee6677', '#228833', '#ccbb44', '#66ccee', '#aa3377', '#ee8866', '#44bb99', '#bb5566', '#7f8fbf'];
const OTHER = '#9a9488';

const board = byId('board');
const canvas = byId('map');
const tip = byId('tip');
const pen = canvas.getContext('2d');
const pictures = new Map();
const pointers = new Map();

let points = [];
let colours = new Map();
let only = null;
let view = {x: 0, y: 0, scale: 1, stretch: 1, least: 1};
let marked = null;
let timer = 0;
let moved = 0;
let gap = 0;
let frame = 0;

const words = {
  reading: state => `Reading features: ${state.done.toLocaleString()} of ${state.of.toLocaleString()}…`,
  drawing: state => `Laying them out: ${Math.round(100 * state.done / state.of)} %…`,
};

function told(text, busy = false) {
  byId('told-map').replaceChildren(...(text === '' ? [] : [el('span', {class: busy ? 'waiting' : 'few'}, busy ? el('i') : null, text)]));
}

/** Asks how far the map is, until it is drawn; begins one where there is none. */
async function look(again) {
  clearTimeout(timer);
  if (byId('view-map').hidden) {
    return;
  }
  try {
    let state = await ask('/api/map', {method: again ? 'POST' : 'GET'});
    if (state.state === 'none') {
      state = await ask('/api/map', {method: 'POST'});
    }
    byId('draw-map').disabled = state.state in words;
    if (state.state in words) {
      told(words[state.state](state), true);
      timer = setTimeout(look, BETWEEN_LOOKS);
    } else if (state.state === 'failed') {
      told('There is no map: ' + state.fault + '.');
    } else {
      told('');
      show(state);
    }
  } catch (e) {
    told(e.message);
    timer = setTimeout(look, 5 * BETWEEN_LOOKS);
  }
}

function show(state) {
  points = state.points;
  const all = state.points.length === state.items ? `All ${state.items.toLocaleString()} items`
    : `${state.points.length.toLocaleString()} of ${state.items.toLocaleString()} items, chosen evenly`;
  byId('note-map').textContent = `${all}, by model ${state.model}, drawn ${dateOf(state.at)}.`;
  const kinds = new Map();
  points.forEach(point => point.kind && kinds.set(point.kind, (kinds.get(point.kind) ?? 0) + 1));
  const first = [...kinds].sort((a, b) => b[1] - a[1]).slice(0, COLOURS.length);
  colours = new Map(first.map(([kind], i) => [kind, COLOURS[i]]));
  only = null;
  byId('legend-map').replaceChildren(...first.map(([kind, count], i) => {
    const button = el('button', {type: 'button', class: 'chip kind-' + i, 'aria-pressed': 'false'}, el('i'), `${kind} ${count.toLocaleString()}`);
    button.addEventListener('click', () => choose(only === kind ? null : kind));
    button.dataset.kind = kind;
    return el('li', {}, button);
  }));
  canvas.setAttribute('aria-label', `Map of ${points.length} items; the kinds are listed below`);
  board.hidden = false;
  fit();
  say('The map is drawn');
}

/** One kind alone, or all. */
function choose(kind) {
  only = kind;
  byId('legend-map').querySelectorAll('button').forEach(button => button.setAttribute('aria-pressed', button.dataset.kind === kind));
  draw();
}

/** All of it, in the middle. As distances between groups say nothing, it is stretched to the form of the board, within limits. */
function fit() {
  const width = board.clientWidth;
  const height = board.clientHeight;
  const xs = points.map(point => point.x);
  const ys = points.map(point => point.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const across = (width - SQUARE) / (right - left || 1);
  const down = (height - SQUARE) / (bottom - top || 1);
  const stretch = Math.min(1.8, Math.max(0.55, across / down));
  const scale = Math.min(across / stretch, down);
  view = {scale, stretch, least: scale / 2, x: width / 2 - scale * stretch * (left + right) / 2, y: height / 2 - scale * (top + bottom) / 2};
  draw();
}

const at = point => [view.x + view.scale * view.stretch * point.x, view.y + view.scale * point.y];
const isShown = point => only === null || point.kind === only;

/** Items that are shown as pictures: none covers another, and which they are depends on the scale alone. */
function pictured() {
  const squares = new Map();
  return points.filter(point => {
    if (!isShown(point)) {
      return false;
    }
    const [x, y] = at(point);
    const [column, row] = [Math.floor((x - view.x) / SQUARE), Math.floor((y - view.y) / SQUARE)];
    for (let i = column - 1; i <= column + 1; i++) {
      for (let j = row - 1; j <= row + 1; j++) {
        const other = squares.get(i + ' ' + j);
        if (other && Math.abs(other[0] - x) < SQUARE && Math.abs(other[1] - y) < SQUARE) {
          return false;
        }
      }
    }
    squares.set(column + ' ' + row, [x, y]);
    return true;
  });
}

function draw() {
  cancelAnimationFrame(frame);
  frame = requestAnimationFrame(paint);
}

function paint() {
  const ratio = devicePixelRatio;
  const width = board.clientWidth;
  const height = board.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const isInside = ([x, y]) => x > -SQUARE && y > -SQUARE && x < width + SQUARE && y < height + SQUARE;
  pen.globalAlpha = 0.8;
  for (const point of points) {
    const [x, y] = at(point);
    if (!isInside([x, y]) || !isShown(point)) {
      continue;
    }
    pen.fillStyle = colours.get(point.kind) ?? OTHER;
    pen.beginPath();
    pen.arc(x, y, DOT, 0, 2 * Math.PI);
    pen.fill();
  }
  pen.globalAlpha = 1;
  const chosen = pictured().filter(point => isInside(at(point)));
  chosen.forEach(point => thumbnail(point, SQUARE - 6));
  if (marked) {
    thumbnail(marked, SQUARE + 6, true);
  }
  board.dataset.pictures = chosen.filter(point => pictures.get(point.id)?.naturalWidth > 2).length;
}

function thumbnail(point, side, strong = false) {
  const [x, y] = at(point);
  const image = pictureOf(point);
  if (!(image.complete && image.naturalWidth > 2)) {
    return;
  }
  const fits = (side - 4) / Math.max(image.naturalWidth, image.naturalHeight);
  pen.fillStyle = '#ffffff';
  pen.strokeStyle = colours.get(point.kind) ?? OTHER;
  pen.lineWidth = strong ? 3 : 1.5;
  pen.beginPath();
  pen.roundRect(x - side / 2, y - side / 2, side, side, 6);
  pen.fill();
  pen.stroke();
  pen.drawImage(image, x - fits * image.naturalWidth / 2, y - fits * image.naturalHeight / 2, fits * image.naturalWidth, fits * image.naturalHeight);
}

/** Of the pictures, those that were not drawn for the longest time are given up. */
function pictureOf(point) {
  let image = pictures.get(point.id);
  pictures.delete(point.id);
  if (!image) {
    image = new Image();
    let wait = 1500;
    const again = () => {
      setTimeout(() => pictures.get(point.id) === image && !byId('view-map').hidden && (image.src = point.picture + '&again=' + Date.now()), wait);
      wait = Math.min(60000, 2 * wait);
    };
    image.addEventListener('load', () => image.naturalWidth > 2 ? draw() : again());
    image.addEventListener('error', again);
    image.src = point.picture;
  }
  pictures.set(point.id, image);
  if (pictures.size > PICTURES) {
    pictures.delete(pictures.keys().next().value);
  }
  return image;
}

/** The item at a place of the board; on top lie the pictures. */
function nearest(x, y, reach = REACH) {
  let best = null;
  let least = reach;
  for (const point of points) {
    const [px, py] = at(point);
    const distance = Math.hypot(px - x, py - y);
    if (distance < least && isShown(point)) {
      least = distance;
      best = point;
    }
  }
  return best;
}

function mark(point) {
  marked = point;
  tip.hidden = !point;
  if (point) {
    const [x, y] = at(point);
    tip.href = itemHash(point.id);
    tip.replaceChildren(el('b', {}, labelOf(point) || point.id), labelOf(point) ? el('span', {}, point.id) : '');
    tip.style.left = Math.max(4, Math.min(board.clientWidth - tip.offsetWidth - 4, x - tip.offsetWidth / 2)) + 'px';
    tip.style.top = (y > board.clientHeight / 2 ? y - SQUARE / 2 - tip.offsetHeight - 8 : y + SQUARE / 2 + 8) + 'px';
  }
  draw();
}

/** Closer or farther, about a place that stays where it is. */
function zoom(factor, x = board.clientWidth / 2, y = board.clientHeight / 2) {
  const scale = Math.min(CLOSEST * view.least, Math.max(view.least, view.scale * factor));
  const change = scale / view.scale;
  view = {...view, scale, x: x - change * (x - view.x), y: y - change * (y - view.y)};
  mark(null);
}

function move(dx, dy) {
  view = {...view, x: view.x + dx, y: view.y + dy};
  mark(null);
}

const place = event => {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
};

function onDown(event) {
  canvas.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, place(event));
  moved = pointers.size === 1 ? 0 : Infinity;
  gap = 0;
}

function onMove(event) {
  const [x, y] = place(event);
  const before = pointers.get(event.pointerId);
  if (!before) {
    if (event.pointerType === 'mouse') {
      const point = nearest(x, y);
      canvas.style.cursor = point ? 'pointer' : 'grab';
      if (point !== marked) {
        mark(point);
      }
    }
    return;
  }
  pointers.set(event.pointerId, [x, y]);
  if (pointers.size === 1) {
    moved += Math.hypot(x - before[0], y - before[1]);
    if (moved > 4) {
      move(x - before[0], y - before[1]);
    }
  } else {
    const [[ax, ay], [bx, by]] = [...pointers.values()];
    const apart = Math.hypot(ax - bx, ay - by);
    if (gap > 0) {
      zoom(apart / gap, (ax + bx) / 2, (ay + by) / 2);
    }
    gap = apart;
  }
}

/** A mouse opens what it points at; a finger is shown it first, and opens it by the sign beside. */
function onUp(event) {
  const tapped = pointers.delete(event.pointerId) && moved <= 4;
  const point = tapped ? nearest(...place(event), event.pointerType === 'mouse' ? REACH : 2 * REACH) : null;
  if (point && (event.pointerType === 'mouse' || point === marked)) {
    location.hash = itemHash(point.id);
  } else if (tapped) {
    mark(point);
  }
}

const KEYS = {ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60]};

function onKey(event) {
  if (KEYS[event.key]) {
    move(...KEYS[event.key]);
    mark(nearest(board.clientWidth / 2, board.clientHeight / 2, Infinity));
  } else if (event.key === '+' || event.key === '-') {
    zoom(event.key === '+' ? 1.5 : 1 / 1.5);
  } else if (event.key === 'Enter' && marked) {
    location.hash = itemHash(marked.id);
  } else {
    return;
  }
  event.preventDefault();
}

/** As it was left, if it was shown before. */
export function open() {
  byId('title-map').focus();
  if (points.length === 0) {
    told('Looking it up…', true);
    look(false);
  } else {
    draw();
  }
}

canvas.addEventListener('pointerdown', onDown);
canvas.addEventListener('pointermove', onMove);
canvas.addEventListener('pointerup', onUp);
canvas.addEventListener('pointercancel', event => pointers.delete(event.pointerId));
canvas.addEventListener('keydown', onKey);
canvas.addEventListener('wheel', event => {
  event.preventDefault();
  zoom(Math.exp(-event.deltaY / 400), ...place(event));
}, {passive: false});
byId('zoom-in').addEventListener('click', () => zoom(1.6));
byId('zoom-out').addEventListener('click', () => zoom(1 / 1.6));
byId('zoom-all').addEventListener('click', fit);
byId('draw-map').addEventListener('click', () => look(true));
new ResizeObserver(() => board.hidden || draw()).observe(board);
