// Makes pages quicker to use than links and forms alone; all of them work
// without it.

import './table.js';

document.documentElement.classList.add('has-script');

const region = () => document.querySelector('[data-region]');

/** Completes addresses where the server does not know its own. */
function completeAddresses() {
  for (const field of document.querySelectorAll('[data-origin]')) {
    field.value = field.value.replace(/(^|[\s"{])(\/[a-z]{2}\/(?:charts|embed|countries)\/)/g, `$1${location.origin}$2`);
    field.removeAttribute('data-origin');
  }
}

/**
 * Puts a slider below each list of years that names what its open end stands
 * for. It moves the list, which stays the field that is sent.
 */
function addSliders() {
  for (const list of document.querySelectorAll('select[data-slides]')) {
    const newest = list.dataset.slides;
    const years = [...list.options].map(({ value }) => value).filter(Boolean).reverse();
    if (years.length < 3 || list.nextElementSibling) continue;
    const slider = document.createElement('input');
    Object.assign(slider, { type: 'range', id: `${list.id}-slider`, min: 0, max: years.length - 1 });
    slider.setAttribute('aria-label', list.labels[0].textContent);
    slider.value = years.indexOf(list.value || newest);
    const say = () => slider.setAttribute('aria-valuetext', years[slider.value]);
    slider.addEventListener('input', () => {
      const year = years[slider.value];
      list.value = year === newest ? '' : year;
      say();
    });
    say();
    list.after(slider);
  }
}

async function drawCharts() {
  if (document.querySelector('[data-chart]')) (await import('./chart.js')).takeAll();
}

/** Which of the addresses that were asked for is the last: only that is shown. */
let asked = 0;

/** Fetches a page of this site and puts its region in place of this one's. */
async function show(address, { push = true } = {}) {
  const turn = ++asked;
  const focused = document.activeElement?.id;
  const open = [...document.querySelectorAll('details[id][open]')].map((d) => d.id);
  region().setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(address, { headers: { Accept: 'text/html' } });
    const page = new DOMParser().parseFromString(await response.text(), 'text/html');
    if (turn !== asked) return;
    const next = page.querySelector('[data-region]');
    if (!response.ok || !next) throw new Error(String(response.status));
    region().replaceWith(next);
    document.title = page.title;
    for (const link of document.querySelectorAll('[data-follows]')) {
      link.href = page.getElementById(link.id)?.href ?? link.href;
    }
    if (push) history.pushState(null, '', canonical(page, response.url));
  } catch {
    if (turn !== asked) return;
    // Whatever went wrong, the browser shows it better than a half-changed page.
    location.assign(address);
    return;
  }
  addSliders();
  for (const details of document.querySelectorAll('details[id]')) details.open = open.includes(details.id);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  completeAddresses();
  drawCharts();
}

function canonical(page, otherwise) {
  const address = new URL(page.querySelector('link[rel="canonical"]')?.href ?? otherwise);
  return address.pathname + address.search;
}

addEventListener('change', (event) => {
  const form = event.target.closest('form[data-live]');
  if (!form) return;
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
  show(`${form.action}?${query}`);
});

addEventListener('click', async (event) => {
  const link = event.target.closest('a[data-live]');
  if (link && !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0) {
    event.preventDefault();
    show(link.href);
    return;
  }
  const button = event.target.closest('button[data-copies]');
  if (!button) return;
  const source = document.getElementById(button.dataset.copies);
  if (source.value === undefined) return; // a table, see table.js
  try {
    await navigator.clipboard.writeText(source.value);
  } catch {
    // Without the permission to write, the text is selected for the reader to copy.
    source.select();
    return;
  }
  button.textContent = button.dataset.done;
});

addEventListener('popstate', () => show(location.href, { push: false }));

// A page that told of a wrong parameter still shows a sound view: the address
// bar holds that one from now on.
const here = canonical(document, location.href);
if (here !== location.pathname + location.search) history.replaceState(null, '', here);

// What is chosen from stands before what it is chosen for: on a phone that would
// be a screen of boxes before the first chart.
if (matchMedia('(max-width: 40rem)').matches) {
  for (const details of document.querySelectorAll('.compare .many')) details.open = false;
}

completeAddresses();
addSliders();
drawCharts();
