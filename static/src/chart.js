// Draws the options that stand in the page with ECharts. Everything that a
// drawing says comes from the server; this file resolves what an option cannot
// carry: colours of the theme and formatters by name.
import { BarChart, LineChart, RadarChart, ScatterChart } from 'echarts/charts';
import {
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  RadarComponent,
  TooltipComponent,
} from 'echarts/components';
import { LabelLayout } from 'echarts/features';
import * as echarts from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

import { format } from './format.js';

echarts.use([
  BarChart,
  CanvasRenderer,
  GridComponent,
  LabelLayout,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  RadarChart,
  RadarComponent,
  ScatterChart,
  TooltipComponent,
]);

const drawn = new Map();

/** Draws every chart below root, each in place of what stood there. */
export function drawAll(root = document) {
  for (const [box, chart] of drawn) {
    if (!box.isConnected) {
      chart.dispose();
      drawn.delete(box);
    }
  }
  for (const box of root.querySelectorAll('[data-chart]')) draw(box);
}

function draw(box) {
  const source = box.querySelector('script[type="application/json"]');
  const canvas = box.querySelector('.canvas');
  const chart = drawn.get(box) ?? echarts.init(canvas, null, { renderer: 'canvas' });
  const option = resolver(box)(JSON.parse(source.textContent));
  option.textStyle = { fontFamily: getComputedStyle(box).fontFamily };
  option.tooltip = { ...option.tooltip, confine: true, padding: 0, borderWidth: 0, extraCssText: '', className: 'tip' };
  chart.setOption(option, { notMerge: true });
  drawn.set(box, chart);
  box.classList.add('is-drawn');
}

/** Turns names in an option into what they stand for where the box is. */
function resolver(box) {
  // Only a property that is a color tells the one that is in force.
  const probe = box.appendChild(document.createElement('i'));
  const style = getComputedStyle(probe);
  const colors = new Map();
  const color = (value) => {
    if (!/^var\(--[\w-]+, #\w+\)$/.test(value)) return value;
    if (!colors.has(value)) {
      probe.style.color = value;
      colors.set(value, style.color);
    }
    return colors.get(value);
  };
  const resolve = (value, key) => {
    if (Array.isArray(value)) return value.map((v) => resolve(v, key));
    if (value && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolve(v, k)]));
    }
    if (typeof value !== 'string') return value;
    // Only where ECharts takes a function: a text of the data is never a name.
    if (key === 'formatter') return format[value.replace(/^fn:/, '')];
    return color(value);
  };
  return (option) => {
    const resolved = resolve(option);
    probe.remove();
    return resolved;
  };
}

function redraw() {
  for (const box of drawn.keys()) draw(box);
}

new ResizeObserver(() => {
  for (const chart of drawn.values()) chart.resize();
}).observe(document.documentElement);

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);

// Paper is light whatever the screen is.
addEventListener('beforeprint', () => {
  document.documentElement.classList.add('is-printing');
  redraw();
});
addEventListener('afterprint', () => {
  document.documentElement.classList.remove('is-printing');
  redraw();
});

drawAll();
