// Runs in a page before anything else and notes when its chart is drawn: after
// the first frame that begins with the whole of a shown svg with paths in the
// document, or with ink on a canvas.
const seen = { drawn: 0, shift: 0 };
window.seenByBench = seen;

new PerformanceObserver((list) => {
  for (const { value } of list.getEntries()) seen.shift += value;
}).observe({ type: 'layout-shift', buffered: true });

function inked(canvas) {
  const small = new OffscreenCanvas(64, 64).getContext('2d');
  small.drawImage(canvas, 0, 0, 64, 64);
  return small.getImageData(0, 0, 64, 64).data.some((value, i) => i % 4 === 3 && value > 0);
}

function drawn() {
  // A parser that is at work on an svg has put nothing behind it yet.
  const whole = (svg) => svg.nextSibling || document.readyState !== 'loading';
  return (
    [...document.querySelectorAll('svg')].some((svg) => svg.checkVisibility() && svg.querySelector('path') && whole(svg)) ||
    [...document.querySelectorAll('canvas')].some((canvas) => canvas.width && inked(canvas))
  );
}

requestAnimationFrame(function look() {
  if (!drawn()) {
    requestAnimationFrame(look);
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    seen.drawn = performance.now();
  };
  port2.postMessage(0);
});
