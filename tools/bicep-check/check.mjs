#!/usr/bin/env node
// node check.mjs FOLDER             checks every .bicep file below FOLDER; exit 1 with file:line:column of each finding
// node check.mjs FOLDER --settings  prints the names of the app settings instead, one a line
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { read } from './bicep.mjs';
import { findings, settings } from './rules.mjs';

/** Text by path: templates, their parameter files, and azure.yaml beside the folder. */
function sources(folder) {
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.(bicep|parameters\.json)$/.test(entry.name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
    .map(path => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]);
  const azd = join(folder, '..', 'azure.yaml');
  return new Map(existsSync(azd) ? [...found, ['../azure.yaml', readFileSync(azd, 'utf8')]] : found);
}

const [folder, option] = process.argv.slice(2);
if (!folder || (option && option !== '--settings')) {
  console.error('usage: node check.mjs FOLDER [--settings]');
  process.exit(2);
}

const bicep = await read(sources(folder));
if (bicep.files.size === 0) {
  console.error(`expected .bicep files below ${folder}, found none`);
  process.exit(2);
}

if (option === '--settings') {
  console.log(settings(bicep).join('\n'));
} else {
  const found = findings(bicep);
  found.forEach(({ path, line, column, message }) => console.error(`${join(folder, path)}:${line}:${column}: ${message}`));
  console.log(`Bicep files: ${bicep.files.size}, findings: ${found.length}`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
