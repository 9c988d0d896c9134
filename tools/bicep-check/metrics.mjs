// Which metrics are asked for.
import { finding, mainOf } from './finding.mjs';
import { tableRows } from './pages.mjs';

/** Alert rules and workbooks ask for metrics and attributes that the app sends, as docs/metrics.md tells. */
export const metrics = folder => {
  const page = folder.sources.get('../docs/metrics.md');
  const known = new Set(tableRows(page ?? '', 'name').flatMap(([name, , , attributes]) => [name, ...attributes.split(', ')]));
  const lacks = page === undefined ? 'is not there, and has to have' : 'has no';
  const main = mainOf(folder);
  const unknown = text => asked(text).filter(name => !known.has(name));
  return [
    ...[...folder.files.values()].flatMap(file =>
      file.nodes
        .filter(node => node.type === 'string')
        .flatMap(node => unknown(node.text).map(name => finding(file, node, `docs/metrics.md ${lacks} ${name}`))),
    ),
    ...[...folder.sources]
      .filter(([path]) => /workbook[^/]*\.json$/.test(path))
      .flatMap(([path, text]) => unknown(text).map(name => finding(main, main.root, `docs/metrics.md ${lacks} ${name}, which ${path} shows`))),
  ];
};

/** Names of metrics and attributes in a text. */
const asked = text => {
  const found = text.matchAll(/(?<![\w.])(?:cosell|http\.client|error)(?:\.[a-z_]+)+/g);
  return [...new Set([...found].map(([name]) => name))];
};
