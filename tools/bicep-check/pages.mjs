// Reads pages of docs/.

/** Cells of the rows of the table whose first column has a name, code marks taken off. */
export function tableRows(page, heading) {
  const lines = page.split('\n');
  const head = lines.findIndex(line => line.startsWith(`| ${heading} |`));
  const below = head < 0 ? [] : lines.slice(head + 2);
  const end = below.findIndex(line => !line.startsWith('|'));
  return below.slice(0, end < 0 ? undefined : end).map(cells);
}

const cells = row => row.split('|').slice(1, -1).map(cell => cell.replaceAll('`', '').trim());
