// The formatters of tooltips, which options name behind "fn:". A tooltip is built
// of elements, never of HTML: a text of the data stays a text.

function element(tag, className, ...children) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  e.append(...children);
  return e;
}

function swatch(color) {
  const e = element('i', 'tip-swatch');
  e.style.backgroundColor = color;
  return e;
}

function row(color, name, value, className = '') {
  return element('tr', className, element('td', '', swatch(color)), element('th', '', name), element('td', 'tip-value', value));
}

/** A value that leads to the page of its figure, where it has one. */
function led(hint, text, figure) {
  if (!figure || !hint.page) return text;
  const link = element('a', 'of', text);
  link.href = hint.page + figure;
  return link;
}

/** Tells of data and where they come from; of the copy only where they are one. */
function card(hint, head, rows, data) {
  const said = [...new Set(data.map(({ note }) => note).filter(Boolean))];
  const from = [...new Set(data.map(({ source }) => source).filter(Boolean))].map((source) => hint.sources[source - 1]);
  const copies = data.length === 1 ? 2 : 1;
  said.push(...from.map((source) => `${hint.source}: ${source.slice(0, copies).join(' · ')}`));
  if (data.some(({ figure }) => figure)) said.push(hint.how);
  return element(
    'div',
    'tip-card',
    element('p', 'tip-head', head),
    element('table', '', element('tbody', '', ...rows)),
    ...said.map((text) => element('p', 'tip-note', text)),
  );
}

/** Series without a name are not figures. */
const named = ({ seriesName }) => seriesName && !seriesName.startsWith('series\0');

const told = (hint) => (p) => row(p.color, named(p) ? p.seriesName : '', led(hint, p.data.text, p.data.figure));

const data = (items) => items.map((p) => p.data);

/** Names where a tooltip is shown: by the texts of its option, where there are any. */
const place = (hint, value) => hint.texts?.[value] ?? String(value);

export const tooltips = {
  /** All countries of an edition, as they stand below each other. */
  editions(params) {
    const items = [params].flat().filter((p) => named(p) && p.data?.text && p.data.value[1] !== '-');
    if (items.length === 0) return '';
    const down = this.inverse?.[items[0].axisIndex] ? -1 : 1;
    items.sort((a, b) => down * (b.data.value[1] - a.data.value[1]));
    const rows = items.map((p) => row(p.color, p.seriesName, led(this, p.data.text, p.data.figure), p.seriesId.startsWith('context.') ? 'tip-context' : ''));
    return card(this, place(this, items[0].data.value[0]), rows, data(items));
  },

  /** What is known of a place, or that nothing is. */
  rows(params) {
    const items = [params].flat().filter((p) => p.data?.text);
    if (items.length === 0) return '';
    return card(this, items[0].name, items.map(told(this)), data(items));
  },

  /** What is known of a month in every panel. */
  months(params) {
    const items = [params].flat().filter((p) => p.data?.text);
    if (items.length === 0) return '';
    return card(this, place(this, items[0].data.value[0]), items.map(told(this)), data(items));
  },

  /** One cell, which says itself what it is of. */
  cell({ name, color, data }) {
    return data.text ? card(this, name, [row(color, '', led(this, data.text, data.figure))], [data]) : '';
  },

  /** What one mark is of, part by part: the spokes of a polygon, the two places of a point, what is known of a country. */
  parts({ name, color, data }) {
    // Names beside points and frames around insets are no marks.
    if (!data?.texts) return '';
    const { texts, spokes, origins, note } = data;
    return card(this, name, texts.map((text, i) => row(color, spokes[i], led(this, text, origins[i]?.figure))), [{ note }, ...origins]);
  },
};
