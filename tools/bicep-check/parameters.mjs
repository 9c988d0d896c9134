// The parameter file that azd fills in from its environment, held against the template beside it.
import { defaultOf, isOptional, literal } from './bicep.mjs';
import { finding } from './finding.mjs';

/** {@code ${NAME}} or {@code ${NAME=default}}: a value that azd looks up. */
const LOOKED_UP = /^\$\{(?<name>\w+)(?:=(?<otherwise>.*))?\}$/;

/** It names only the template's params; what it leaves out has a default; what azd does not know is the template's default. */
export const parameterFile = (file, folder) => {
  const text = folder.sources.get(file.path.replace(/\.bicep$/, '.parameters.json'));
  if (text === undefined) {
    return [];
  }
  const { parameters } = JSON.parse(text);
  const found = new Set(Object.keys(parameters));
  const expected = file.of('param');
  const names = new Set(expected.map(({ name }) => name));
  return [
    ...[...found].filter(name => !names.has(name)).map(name => finding(file, file.root, `parameter file names an unknown param: ${name}`)),
    ...expected
      .filter(param => !isOptional(param) && !found.has(param.name))
      .map(({ at, name }) => finding(file, at, `parameter file lacks the required param ${name}`)),
    ...expected.filter(param => found.has(param.name)).flatMap(param => fallback(file, param, parameters[param.name].value)),
  ];
};

/**
 * A name that azd does not know becomes an empty text. Where that is not what the template has for it, the template's default
 * has to be said again, and as it is there. Of anything but a text azd leaves an empty one out.
 */
const fallback = (file, param, value) => {
  const lookedUp = LOOKED_UP.exec(value)?.groups;
  const assumed = defaultOf(param);
  if (!lookedUp || assumed === undefined) {
    return [];
  }
  const { name, otherwise } = lookedUp;
  const agrees = otherwise === undefined ? assumed.type !== 'string' || literal(assumed) === '' : otherwise === literal(assumed);
  return agrees
    ? []
    : [finding(file, param.at, `expected ${param.name} to be \${${name}=${literal(assumed)}} in the parameter file, found ${value}`)];
};
