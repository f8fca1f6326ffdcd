// The formatters that options name. Tooltips are built as elements, never as
// HTML: a text of the data stays a text.

const lang = document.documentElement.lang || 'en';
const plain = new Intl.NumberFormat(lang, { maximumFractionDigits: 2 });
const compact = new Intl.NumberFormat(lang, { notation: 'compact', maximumFractionDigits: 1 });

/** Browsers know no short numbers in Kazakh. */
function short(value) {
  return lang === 'kk' ? `${plain.format(value / 1e6)} млн` : compact.format(value);
}

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

/** The names of formatters, as options use them behind "fn:". */
export const format = {
  number: (value) => (Math.abs(value) >= 1e5 ? short(value) : plain.format(value)).replace('-', '−'),
  place: (value) => (value < 1 ? '' : String(value)),
  year: (value) => String(value),
  text: (params) => params.data?.text ?? '',
  name: (params) => params.name ?? '',

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
