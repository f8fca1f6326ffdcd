// Draws with ECharts what the server has drawn already, in its very place, so
// that it answers readers who point at it. Everything that a drawing says stands
// in its option; here come colours of the theme and tooltips.
import { TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import addressOfMaps from 'maps.json';

import { stops } from './keys.js';
import { formats, resolve } from './option.js';
import { parts } from './parts.js';
import { tooltips } from './tooltip.js';

echarts.use([...parts, CanvasRenderer, TooltipComponent]);

/** What is drawn, by the box that it is drawn in. */
const drawn = new Map();

/** Takes over every drawing of the page. */
export function takeAll() {
  for (const box of document.querySelectorAll('[data-chart]')) {
    if (drawn.has(box)) continue;
    // Arrow keys lead from place to place.
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', box.dataset.chart);
    take(box);
  }
}

/**
 * Takes over one drawing, and then answers a reader who is there already: one
 * with the keyboard, or one who points where the event that at returns tells.
 */
export async function take(box, at = () => undefined) {
  // A canvas does not wait for the fonts of its letters.
  const fonts = document.fonts.load(`12px ${fontOf(box)}`, sourceOf(box).textContent).catch(() => {});
  await Promise.all([fonts, maps(box)]);
  if (!box.isConnected) return;
  draw(box);
  sizes.observe(box);
  const made = drawn.get(box);
  const event = at();
  if (made && event) {
    const { left, top } = made.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top].map((pixels) => pixels / made.scale);
    made.chart.dispatchAction({ type: 'showTip', x, y });
    if (event.pointerType === 'touch') ask(made, true);
  } else if (made && box.matches(':focus-visible')) {
    stop(made);
  }
}

/** Fetches the maps where a drawing lies on one: the others do not pay for them. */
async function maps(box) {
  if (!JSON.parse(sourceOf(box).textContent).series.some(({ type }) => type === 'map')) return;
  const response = await fetch(new URL(addressOfMaps, import.meta.url));
  for (const [name, geoJSON] of Object.entries(await response.json())) echarts.registerMap(name, { geoJSON });
}

const fontOf = (box) => getComputedStyle(box).fontFamily;
const source = 'script[type="application/json"]';
/** Returns what holds the option of a drawing: within it, or in an embed behind everything. */
const sourceOf = (box) => box.querySelector(source) ?? document.querySelector(source);

/**
 * Draws in the size that the still drawing was laid out for, and scales that as
 * it is scaled: so each line falls on itself.
 */
function draw(box) {
  const still = stillOf(box);
  // Nothing is shown where the reader cannot see the box.
  if (!still) return;
  const { width, height } = still.viewBox.baseVal;
  const { a: scale, e, f } = still.getScreenCTM();
  const { left, top } = box.getBoundingClientRect();

  const canvas = document.createElement('div');
  canvas.className = 'canvas';
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  // Between the pixels of the screen letters would lose parts of their lines.
  const [x, y] = [Math.round(e) - left, Math.round(f) - top];
  canvas.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  canvas.style.setProperty('--scale', scale);
  box.append(canvas);

  const { textContent, dataset } = sourceOf(box);
  const said = JSON.parse(textContent);
  // The words of tooltips, and where their figures have their pages.
  Object.assign(said.tooltip, dataset);
  const option = resolve(said, { ...formats, ...tooltips }, colors(box));
  // Its pixels are not those of the screen: finer ones keep it as sharp as the still drawing.
  const density = Math.max(2, devicePixelRatio) * scale;
  const chart = echarts.init(canvas, null, { width, height, devicePixelRatio: density });
  // It is painted when this returns, so that nobody sees neither drawing or both.
  chart.setOption({
    ...option,
    animation: false,
    textStyle: { fontFamily: fontOf(box) },
    tooltip: { ...option.tooltip, confine: true, padding: 0, borderWidth: 0, transitionDuration: 0, className: 'tip' },
  });
  const image = canvas.firstElementChild;
  image.setAttribute('role', 'img');
  for (const name of ['aria-label', 'aria-labelledby']) {
    if (still.hasAttribute(name)) image.setAttribute(name, still.getAttribute(name));
  }
  forget(box);
  drawn.set(box, { chart, canvas, scale, places: stops(option), width: box.clientWidth, height: box.clientHeight });
  box.classList.add('is-drawn');
}

/** Removes what was drawn in a box. */
function forget(box) {
  const last = drawn.get(box);
  last?.chart.dispose();
  last?.canvas.remove();
  drawn.delete(box);
}

/** Returns the still drawing that is shown: a blank one where the server had no time. */
function stillOf(box) {
  const { alt, narrow, wide } = box.querySelector('.undrawn')?.dataset ?? {};
  if (alt && !box.querySelector(':scope > svg')) {
    for (const [name, size] of Object.entries({ narrow, wide })) {
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      svg.setAttribute('class', name);
      svg.setAttribute('viewBox', `0 0 ${size}`);
      svg.setAttribute('role', 'img');
      svg.setAttribute('aria-label', alt);
      box.append(svg);
    }
  }
  return [...box.querySelectorAll(':scope > svg')].find((svg) => svg.getClientRects().length > 0);
}

/** Returns what turns a name of a colour into the colour where the box is. */
function colors(box) {
  const known = new Map();
  return (value) => {
    if (!/^var\(--[\w-]+, #\w+\)$/.test(value)) return value;
    if (!known.has(value)) {
      // Only a property that is a colour tells the one that is in force.
      const probe = box.appendChild(document.createElement('i'));
      probe.style.color = value;
      known.set(value, getComputedStyle(probe).color);
      probe.remove();
    }
    return known.get(value);
  };
}

/** Shows the tooltip of a place, the last one at first. */
function stop(at, step = 0) {
  const last = at.places.length - 1;
  at.place = Math.min(Math.max((at.place ?? last) + step, 0), last);
  at.chart.dispatchAction({ type: 'showTip', ...at.places[at.place] });
}

/**
 * Leads to the source of what the tooltip tells of: at once where that is one
 * figure, else the tooltip stays for the reader to choose in it. So it does for a
 * finger, which has only just brought it up.
 */
function ask(at, byTouch) {
  const links = [...at.canvas.querySelectorAll('.tip a')].filter((link) => link.checkVisibility({ visibilityProperty: true }));
  if (links.length === 1 && !byTouch) {
    links[0].click();
  } else if (links.length > 0) {
    hold(at, true);
    links[0].focus({ preventScroll: true });
  }
}

/** Keeps a tooltip where it is, whatever the reader points at. */
function hold(at, held) {
  at.canvas.classList.toggle('is-held', held);
  at.chart.setOption({ tooltip: { triggerOn: held ? 'none' : 'mousemove|click' } });
}

function dismiss(at) {
  hold(at, false);
  at.chart.dispatchAction({ type: 'hideTip' });
}

const steps = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** Returns the box of a drawing around an element. */
const around = (element) => element?.closest?.('[data-chart]');

addEventListener('click', (event) => {
  const at = drawn.get(around(event.target));
  if (at && !event.target.closest('a')) ask(at, event.pointerType === 'touch');
});

addEventListener('keydown', (event) => {
  const box = around(event.target);
  const at = drawn.get(box);
  if (at && event.key === 'Escape') {
    box.focus();
    dismiss(at);
  }
  if (!at || event.target !== box) return;
  if (event.key === 'Enter') ask(at);
  if (!steps[event.key] || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  stop(at, steps[event.key]);
});

addEventListener('focusin', ({ target }) => {
  if (drawn.has(target) && target.matches(':focus-visible')) stop(drawn.get(target));
});

addEventListener('focusout', ({ target, relatedTarget }) => {
  const box = around(target);
  // From the drawing the focus may go into its tooltip, and no further.
  if (drawn.has(box) && (relatedTarget === box || !box.contains(relatedTarget))) dismiss(drawn.get(box));
});

const sizes = new ResizeObserver((changes) => {
  for (const { target: box } of changes) {
    const { width, height } = drawn.get(box) ?? {};
    if (!box.isConnected) forget(box);
    else if (width !== box.clientWidth || height !== box.clientHeight) draw(box);
  }
});

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  for (const box of [...drawn.keys()]) draw(box);
});
