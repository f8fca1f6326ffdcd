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

const told = (params) => params.filter((p) => p.seriesName && !p.seriesName.startsWith('series\0') && p.data?.text);

export const tooltips = {
  /** All countries of an edition, the highest first. */
  editions(params) {
    const items = told([params].flat()).filter((p) => p.data.value[1] !== '-');
    if (items.length === 0) return '';
    items.sort((a, b) => b.data.value[1] - a.data.value[1]);
    const rows = items.map((p) => row(p.color, p.seriesName, p.data.text, p.seriesId.startsWith('context.') ? 'tip-context' : ''));
    return card(String(items[0].data.value[0]), rows, items.map((p) => p.data.note).filter(Boolean));
  },

  /** One bar, or what is known of a place without one. */
  rows(params) {
    const items = [params].flat().filter((p) => p.data?.text);
    if (items.length === 0) return '';
    const [first] = items;
    return card(first.name, [row(first.color, first.seriesName.startsWith('series\0') ? '' : first.seriesName, first.data.text)], [first.data.note].filter(Boolean));
  },

  /** A polygon of a radar, spoke by spoke. */
  spokes(params) {
    return card(params.name, params.data.texts.map((text, i) => row(params.color, params.data.spokes[i], text)));
  },
};
