// Small pages of HTML: a frame, escaped texts, tables.

/** A text in HTML. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A whole page in the one style of all. `head` and `body` are HTML already. */
export const pageOf = (title: string, body: string, head = ''): string =>
  [
    '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    // No picture of our own: without this browsers ask for one that is not there.
    `<link rel="icon" href="data:,"><title>${escapeHtml(title)}</title>${head}`,
    `<link rel="stylesheet" href="/docs/page.css"></head><body>${body}</body></html>`,
  ].join('');

/** A table; its cells are HTML already. `idOf` gives rows an anchor. */
export const tableOf = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  idOf: (row: readonly string[], index: number) => string = () => '',
): string => {
  const line = (cells: readonly string[], tag: string): string =>
    cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('');
  const body = rows.map((row, index) => {
    const id = idOf(row, index);
    return `<tr${id === '' ? '' : ` id="${escapeHtml(id)}"`}>${line(row, 'td')}</tr>`;
  });
  return `<table><tr>${line(head, 'th')}</tr>${body.join('')}</table>`;
};
