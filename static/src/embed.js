// In an embed ECharts is fetched once the reader points at the drawing, touches
// it or comes to it by keyboard, and then answers what they did.

const box = document.querySelector('[data-chart]');
let at;
let coming;

function wake() {
  coming ??= import('./chart.js')
    .then(({ take }) => take(box, () => at))
    .catch(() => {
      // The next point tries again.
      coming = undefined;
    });
}

function point(event) {
  at = event;
  wake();
}

box.addEventListener('pointerenter', point);
box.addEventListener('pointermove', point);
// A finger leaves when it is lifted, and its place still counts; not so where it
// turned out to scroll.
box.addEventListener('pointerleave', (event) => {
  if (event.pointerType !== 'touch') at = undefined;
});
box.addEventListener('pointercancel', () => {
  at = undefined;
});
box.addEventListener('focusin', wake);

box.tabIndex = 0;
box.setAttribute('role', 'group');
box.setAttribute('aria-label', document.querySelector('h1').textContent);

if (box.querySelector('.undrawn')) wake();
