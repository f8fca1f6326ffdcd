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

function card(head, rows, notes = []) {
  return element(
    'div',
    'tip-card',
    element('p', 'tip-head', head),
    element('table', '', element('tbody', '', ...rows)),
    ...[...new Set(notes)].map((note) => element('p', 'tip-note', note)),
  );
}

/** Series without a name are not figures. */
const named = ({ seriesName }) => seriesName && !seriesName.startsWith('series\0');

const told = (p) => row(p.color, named(p) ? p.seriesName : '', p.data.text);

/** Names where a tooltip is shown: by the texts of its option, where there are any. */
const place = (hint, value) => hint.texts?.[value] ?? String(value);

export const tooltips = {
  /** All countries of an edition, as they stand below each other. */
  editions(params) {
    const items = [params].flat().filter((p) => named(p) && p.data?.text && p.data.value[1] !== '-');
    if (items.length === 0) return '';
    const down = this.inverse?.[items[0].axisIndex] ? -1 : 1;
    items.sort((a, b) => down * (b.data.value[1] - a.data.value[1]));
    const rows = items.map((p) => row(p.color, p.seriesName, p.data.text, p.seriesId.startsWith('context.') ? 'tip-context' : ''));
    return card(place(this, items[0].data.value[0]), rows, items.map((p) => p.data.note).filter(Boolean));
  },

  /** What is known of a place, or that nothing is. */
  rows(params) {
    const items = [params].flat().filter((p) => p.data?.text);
    if (items.length === 0) return '';
    return card(items[0].name, items.map(told), items.map((p) => p.data.note).filter(Boolean));
  },

  /** What is known of a month in every panel. */
  months(params) {
    const items = [params].flat().filter((p) => p.data?.text);
    if (items.length === 0) return '';
    return card(place(this, items[0].data.value[0]), items.map(told), items.map((p) => p.data.note).filter(Boolean));
  },

  /** One cell, which says itself what it is of. */
  cell({ name, color, data }) {
    return data.text ? card(name, [row(color, '', data.text)], [data.note].filter(Boolean)) : '';
  },

  /** What one mark is of, part by part: the spokes of a polygon, the two places of a point, what is known of a country. */
  parts({ name, color, data }) {
    // Names beside points and frames around insets are no marks.
    if (!data?.texts) return '';
    return card(name, data.texts.map((text, i) => row(color, data.spokes[i], text)), [data.note].filter(Boolean));
  },
};
