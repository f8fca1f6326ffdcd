// Draws options with the whole of ECharts in Node, as a server without Sozdex
// would. The argument is a file with a list of { option, width, height }; for
// each number on standard input it draws the one at that place and answers with
// the milliseconds that it took, from the text of the option to the SVG.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import * as echarts from '../../static/node_modules/echarts/dist/echarts.esm.mjs';
import { formats, resolve } from '../../static/src/option.js';

// Tooltips are not drawn, so their formatters may be anything.
const known = new Proxy(formats, { get: (all, name) => all[name] ?? (() => '') });

const jobs = JSON.parse(readFileSync(process.argv[2], 'utf8'));

for await (const line of createInterface({ input: process.stdin })) {
  const { option, width, height } = jobs[Number(line)];
  const start = performance.now();
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption(resolve(JSON.parse(option), known));
  const svg = chart.renderToSVGString();
  chart.dispose();
  const took = performance.now() - start;
  if (!svg.includes('<path')) throw new Error(`nothing was drawn of job ${line}`);
  console.log(took);
}
