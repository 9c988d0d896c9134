#!/usr/bin/env node
// node check.mjs FOLDER   checks every .bicep file below FOLDER; exit 1 with file:line:column of each finding
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { read } from './bicep.mjs';
import { findings } from './rules.mjs';

/** What lies beside the folder and has to agree with it. */
const BESIDE = ['azure.yaml', 'docs/deploy.md', 'docs/metrics.md'];

/** Text by path: templates, the files they load or are given, and what lies beside the folder. */
function sources(folder) {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(bicep|json)$/.test(entry.name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
    .map(path => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]);
  const beside = BESIDE.filter(name => existsSync(join(folder, '..', name))).map(name => [
    `../${name}`,
    readFileSync(join(folder, '..', name), 'utf8'),
  ]);
  return new Map([...found, ...beside]);
}

const [folder, surplus] = process.argv.slice(2);
if (!folder || surplus) {
  console.error('usage: node check.mjs FOLDER');
  process.exit(2);
}

const bicep = await read(sources(folder));
if (bicep.files.size === 0) {
  console.error(`expected .bicep files below ${folder}, found none`);
  process.exit(2);
}

const found = findings(bicep);
found.forEach(({ path, line, column, message }) => console.error(`${join(folder, path)}:${line}:${column}: ${message}`));
console.log(`Bicep files: ${bicep.files.size}, findings: ${found.length}`);
process.exitCode = found.length > 0 ? 1 : 0;
