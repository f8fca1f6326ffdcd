// Draws an option as SVG with ECharts' own server-side rendering. It is run by
// charts/render in an engine that has neither a page nor a clock: what it writes
// depends on its arguments alone.
import * as echarts from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import maps from 'maps.json';

import { formats, resolve } from './option.js';
import { parts } from './parts.js';

echarts.use([...parts, SVGRenderer]);
for (const [name, geoJSON] of Object.entries(maps)) echarts.registerMap(name, { geoJSON });

/** Widths of letters of the font, in thousandths of its size, by code point. */
let advances = {};

echarts.setPlatformAPI({
  measureText(text, font) {
    const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
    let width = 0;
    for (const letter of text) width += advances[letter.codePointAt(0)] ?? advances[0];
    return { width: (width * size) / 1000 };
  },
});

globalThis.setAdvances = (json) => {
  advances = JSON.parse(json);
};

/**
 * Returns what stands inside of the svg element. Ids in it begin with id.
 *
 * @param {string} json the option
 */
globalThis.draw = (json, width, height, id) => {
  // Tooltips are for readers who point.
  const { tooltip, ...still } = JSON.parse(json);
  const option = resolve({ ...still, series: joined(still.series) }, formats);
  option.animation = false;
  for (const series of option.series) {
    // States that a still drawing never enters cost a tenth of the time.
    series.silent = true;
    series.emphasis = { disabled: true };
  }
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption(option);
    const { painter } = chart.getZr();
    const root = painter.renderToVNode({ animation: false, emphasis: false, willUpdate: false, compress: true });
    return serialise(root, id);
  } finally {
    chart.dispose();
  }
};

/**
 * Lines that look alike become one series with gaps between them. Nobody tells
 * them apart in a still drawing, and a series costs more than all of its points:
 * this halves the time.
 */
function joined(series) {
  const alike = new Map();
  for (const one of series) {
    const { id, name, data, ...look } = one;
    const plain = one.type === 'line' && data?.length > 0 && !one.stack && !one.label;
    const key = plain ? JSON.stringify(look) : Symbol('alone');
    if (!plain) {
      alike.set(key, one);
    } else if (alike.has(key)) {
      alike.get(key).data.push([data[0].value[0], '-'], ...data.map(bare));
    } else {
      alike.set(key, { ...look, data: data.map(bare) });
    }
  }
  return [...alike.values()];
}

/** A point is bare where nothing but its value is drawn: that costs ECharts less. */
function bare({ text, note, figure, source, ...point }) {
  return Object.keys(point).length === 1 ? point.value : point;
}

/** Attributes that say nothing in a drawing that nobody can point at. */
const idle = (name) => ['pointer-events', 'class', 'xml:space'].includes(name) || name.startsWith('ecmeta_');

function serialise(root, id) {
  const clips = root.children.find((node) => node.tag === 'defs')?.children ?? [];
  // Each series has a clip of its own, most of which are equal.
  const names = new Map();
  const kept = new Map();
  for (const clip of clips) {
    const shape = write({ ...clip, attrs: {} }, (value) => value);
    if (!kept.has(shape)) kept.set(shape, `${id}-${kept.size}`);
    names.set(clip.attrs.id, kept.get(shape));
  }
  const rename = (value) => value.replace(/url\(#([^)]+)\)/, (_, name) => `url(#${names.get(name)})`);
  const body = root.children.filter((node) => node.tag !== 'defs').map((node) => write(node, rename));
  const defs = [...kept].map(([shape, name]) => shape.replace('<clipPath', `<clipPath id="${name}"`));
  return (defs.length ? `<defs>${defs.join('')}</defs>` : '') + body.join('');
}

function write({ tag, attrs, children, text }, rename) {
  const inside = escape(text ?? '') + (children ?? []).map((child) => write(child, rename)).join('');
  if (unseen(tag, attrs, inside)) return '';
  let out = `<${tag}`;
  for (const [name, value] of Object.entries(attrs)) {
    if (value === false || value == null || idle(name) || (name.startsWith('stroke') && attrs['stroke-width'] === 0)) continue;
    if (name === 'style') {
      out += font(value);
    } else if (name === 'dominant-baseline') {
      // Not every reader of SVG knows baselines.
      out += ' dy=".35em"';
    } else {
      out += ` ${name}="${escape(rename(name === 'd' ? outline(value) : String(value)))}"`;
    }
  }
  return inside ? `${out}>${inside}</${tag}>` : `${out}/>`;
}

/**
 * A coast has hundreds of points, each a little way from the last: told as that
 * way they take two thirds of the room.
 */
function outline(path) {
  if (path.length < 200 || !/^(M[^A-Z]+(L[^A-Z]+)+Z)+$/.test(path)) return path;
  const tenths = (text) => Math.round(text * 10);
  let [x, y] = [0, 0];
  return path.replace(/([ML])(\S+) ([^MLZ]+)/g, (_, command, right, down) => {
    const [fromX, fromY] = [x, y];
    [x, y] = [tenths(right), tenths(down)];
    if (command === 'M') return `M${x / 10} ${y / 10}`;
    return `l${(x - fromX) / 10} ${(y - fromY) / 10}`.replace(' -', '-');
  });
}

/** ECharts also writes what has no ink: empty lines, groups without members. */
function unseen(tag, attrs, inside) {
  if (tag === 'g' || tag === 'text') return inside === '';
  return attrs.d === '' || (attrs.fill === 'none' && (attrs.stroke ?? 'none') === 'none');
}

/**
 * ECharts puts the font into a style, which strict pages do not apply. Of it
 * only size and weight are kept: the family comes from around the drawing.
 */
function font(style) {
  const [, size] = /([\d.]+)px/.exec(style) ?? [];
  const [, weight] = /font-weight:\s*(\w+)/.exec(style) ?? [];
  return (size ? ` font-size="${size}"` : '') + (weight ? ` font-weight="${weight}"` : '');
}

function escape(text) {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
