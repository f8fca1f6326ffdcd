// Copies a table as cells that a spreadsheet takes as they are. It exports nothing:
// what exports shares a file with the script of drawings, which embeds would fetch.

const lang = document.documentElement.lang;
const groups = lang === 'en' ? /,/g : /\s/g;

/** What a cell holds: a number as a spreadsheet in the page's language reads it, nothing where there is a gap. */
function content(cell) {
  if (cell.classList.contains('is-missing')) return '';
  const bare = cell.cloneNode(true);
  for (const aside of bare.querySelectorAll('.visually-hidden, .noted')) aside.remove();
  const text = bare.textContent.trim().replace(/\s+/g, ' ');
  return /^[+−]?\d[\d\s.,]*$/.test(text) && cell.classList.contains('num') ? text.replace(groups, '').replace('−', '-') : text;
}

/** Puts a table on the clipboard, for spreadsheets and for texts. */
async function copyTable(table) {
  const plain = document.createElement('table');
  for (const row of table.rows) {
    const copy = plain.insertRow();
    for (const cell of row.cells) {
      const at = copy.insertCell();
      if (cell.colSpan > 1) at.colSpan = cell.colSpan;
      at.textContent = content(cell);
    }
  }
  const lines = [...plain.rows].map((row) => [...row.cells].map((cell) => cell.textContent).join('\t'));
  await navigator.clipboard.write([new ClipboardItem({
    'text/plain': new Blob([lines.join('\n')], { type: 'text/plain' }),
    'text/html': new Blob([plain.outerHTML], { type: 'text/html' }),
  })]);
}

addEventListener('click', async (event) => {
  const button = event.target.closest('button[data-copies]');
  const table = button && document.getElementById(button.dataset.copies).querySelector('table');
  if (!table) return;
  try {
    await copyTable(table);
  } catch {
    // Without the permission to write, the table is selected for the reader to copy.
    getSelection().selectAllChildren(table);
    return;
  }
  button.textContent = button.dataset.done;
});
