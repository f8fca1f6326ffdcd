// What an option names and each place that draws it must resolve: the formatters
// behind "fn:". Everything that they write stands in the option already.

/** The formatters that drawings need; the browser adds those of tooltips. */
export const formats = {
  text: (params) => params.data?.text ?? '',
  name: (params) => params.name ?? '',
  year: (value) => String(value),
};

/**
 * Returns a copy of an option with each "fn:NAME" replaced by the formatter of
 * that name, and every other text by what say makes of it. A text of the data is
 * never a name: only where ECharts takes a function is one looked for.
 */
export function resolve(option, known, say = (text) => text) {
  const walk = (value, key, owner) => {
    if (Array.isArray(value)) return value.map((item) => walk(item));
    if (value && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, walk(v, k, value)]));
    }
    if (typeof value !== 'string') return value;
    if (key !== 'formatter') return say(value);
    const name = value.replace(/^fn:/, '');
    if (name === 'tick') return (tick) => owner.texts[tick] ?? '';
    if (!known[name]) throw new Error(`the option names no formatter that there is: ${value}`);
    return known[name].bind(owner);
  };
  return walk(option);
}
