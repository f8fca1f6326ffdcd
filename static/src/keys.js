// What the arrow keys go through in a drawing: all places that have a tooltip.

/**
 * Returns them in the order of the drawing, each as ECharts' actions name it. Of
 * the series that share a tooltip, the first one with a figure stands for it.
 */
export function stops(option) {
  const found = new Map();
  option.series.forEach(({ name, type, xAxisIndex = 0, data }, seriesIndex) => {
    // Series without a name are not figures.
    if (!name) return;
    data.forEach(({ value }, dataIndex) => {
      const pair = Array.isArray(value) ? value : [dataIndex, value];
      const [place, figure] = { line: pair, bar: pair, radar: [seriesIndex], map: [dataIndex], scatter: [dataIndex, pair[1]], heatmap: value && [value[1] * 1e4 + value[0]] }[type];
      const at = xAxisIndex * 1e6 + place;
      if (figure !== '-' && !found.has(at)) found.set(at, { seriesIndex, dataIndex });
    });
  });
  return [...found].sort(([a], [b]) => a - b).map(([, stop]) => stop);
}
