// What must hold for the project's Bicep. Each rule turns the folder into findings; an empty list is the promise kept.
import { posix } from 'node:path';
import { isOptional, literal, properties, walk } from './bicep.mjs';
import { finding, mainOf } from './finding.mjs';
import { metrics } from './metrics.mjs';
import { parameterFile } from './parameters.mjs';
import { appRoles, roles } from './roles.mjs';

/** Functions of Bicep itself; a name that is called must be one of these or a {@code func} of the file. */
const FUNCTIONS = new Set(
  `any array base64 base64ToJson base64ToString bool cidrHost cidrSubnet coalesce concat contains dataUri
  dataUriToString dateTimeAdd dateTimeFromEpoch dateTimeToEpoch deployer deployment empty endsWith environment
  extensionResourceId fail filter first flatten format getSecret groupBy guid indexOf int intersection items join json
  last lastIndexOf length list listKeys loadFileAsBase64 loadJsonContent loadTextContent loadYamlContent
  managementGroup managementGroupResourceId map mapValues max min nameof newGuid objectKeys padLeft parseCidr pickZones
  providers range reduce reference replace resourceGroup resourceId shallowMerge skip sort split startsWith string
  subscription subscriptionResourceId substring take tenant tenantResourceId toLower toObject toUpper trim union
  uniqueString uri uriComponent uriComponentToString utcNow
  allowed batchSize description discriminator export maxLength maxValue metadata minLength minValue sealed secure`.split(
    /\s+/,
  ),
);

/** Settings that the Flex Consumption plan manages itself. */
const NOT_ON_FLEX = /^(FUNCTIONS_WORKER_|FUNCTIONS_EXTENSION_VERSION$|WEBSITE_RUN_FROM_PACKAGE$|WEBSITE_CONTENT)/;

const RESOURCE_TYPE = /^[A-Za-z]+(\.[A-Za-z]+)+(\/[A-Za-z]+)+@(\d{4}-\d{2}-\d{2})$/;
const SECRET = /secret|password|token|connectionstring|instrumentationkey|key(?!_?vault)/i;

const inEachFile = rule => folder => [...folder.files.values()].flatMap(file => rule(file, folder));

// --- Syntax ---------------------------------------------------------------------------------------------------------

/** What the grammar refuses. The innermost error is the useful one. */
const syntax = file =>
  file.nodes
    .filter(node => node.isMissing || (node.isError && !node.children.some(child => child.hasError)))
    .map(node =>
      finding(file, node, node.isMissing ? `syntax: expected ${node.type}` : `syntax: cannot read '${start(node)}'`),
    );

const start = node => node.text.split('\n')[0].slice(0, 40);

/** What the grammar is too lenient about: Bicep wants a new line, or a comma, between two of a kind. */
const separators = file =>
  file.nodes
    .filter(node => ['object', 'array', 'infrastructure'].includes(node.type))
    .flatMap(node => node.children.filter(child => child.isNamed))
    .filter(node => node.type !== 'comment' && node.type !== 'diagnostic_comment')
    .filter(node => {
      const before = node.previousSibling;
      return before?.isNamed && before.type !== 'decorators' && before.endPosition.row === node.startPosition.row;
    })
    .map(node => finding(file, node, `syntax: expected a new line before '${start(node)}'`));

// --- Names ----------------------------------------------------------------------------------------------------------

const isSymbol = declaration => !['output', 'metadata', 'test', 'assert'].includes(declaration.kind);

const unknownNames = file => {
  const symbols = new Set(file.declarations.filter(isSymbol).map(declaration => declaration.name));
  const imported = new Set(
    file.nodes.filter(node => node.type === 'import_functionality').flatMap(node => node.namedChildren.map(literal)),
  );
  return file.references
    .filter(({ name, called, local }) => !local && !symbols.has(name) && !imported.has(name) && !(called && FUNCTIONS.has(name)))
    .filter(({ name }) => name !== 'az' && name !== 'sys')
    .map(({ name, node, called }) => finding(file, node, `no such ${called ? 'function' : 'symbol'}: ${name}`));
};

const doubledNames = file => {
  const seen = new Set();
  return file.declarations
    .map(declaration => ({ ...declaration, space: isSymbol(declaration) ? 'symbol' : declaration.kind }))
    .filter(({ space, name }) => seen.size === seen.add(`${space} ${name}`).size)
    .map(({ at, name }) => finding(file, at, `declared twice: ${name}`));
};

const doubledKeys = file =>
  file.nodes.filter(node => node.type === 'object').flatMap(object => {
    const seen = new Set();
    return properties(object)
      .filter(({ key }) => seen.size === seen.add(key).size)
      .map(({ key, node }) => finding(file, node, `given twice: ${key}`));
  });

const unusedNames = file => {
  const used = new Set(file.references.filter(({ local }) => !local).map(({ name }) => name));
  const existing = file.resources.filter(resource => resource.existing);
  return [...file.of('param'), ...file.of('var'), ...file.of('func'), ...existing]
    .filter(({ name }) => !used.has(name))
    .map(({ at, kind, name }) => finding(file, at, `${kind} is never used: ${name}`));
};

const undescribed = file =>
  file
    .of('param')
    .filter(({ decorators }) => !decorators.includes('description'))
    .map(({ at, name }) => finding(file, at, `param has no @description: ${name}`));

// --- Modules and parameter files ------------------------------------------------------------------------------------

const modules = (file, folder) =>
  file.modules.flatMap(module => {
    const target = folder.files.get(module.path);
    if (!target) {
      return [finding(file, module.at, `module is not a file of this folder: ${module.source}`)];
    }
    return [...given(file, module, target), ...outputs(file, module, target)];
  });

const given = (file, module, target) => {
  const expected = new Map(target.of('param').map(param => [param.name, param]));
  const found = new Set(module.params.map(({ key }) => key));
  return [
    ...module.params
      .filter(({ key }) => !expected.has(key))
      .map(({ key, node }) => finding(file, node, `module ${module.name} has no param ${key}`)),
    ...[...expected.values()]
      .filter(param => !isOptional(param) && !found.has(param.name))
      .map(param => finding(file, module.at, `module ${module.name} needs param ${param.name}`)),
  ];
};

const outputs = (file, module, target) => {
  const names = new Set(target.of('output').map(({ name }) => name));
  return file.references
    .filter(({ name, output }) => name === module.name && output && !names.has(output))
    .map(({ node, output }) => finding(file, node, `module ${module.name} has no output ${output}`));
};

/** What a module gives back is of use to somebody. Those of the main template are for people. */
const unusedOutputs = folder => {
  const files = [...folder.files.values()];
  const used = new Set(
    files.flatMap(file =>
      file.references
        .filter(({ output }) => output)
        .map(({ name, output }) => `${file.modules.find(module => module.name === name)?.path} ${output}`),
    ),
  );
  const targets = new Set(files.flatMap(file => file.modules.map(({ path }) => path)));
  return files
    .filter(({ path }) => targets.has(path))
    .flatMap(file =>
      file
        .of('output')
        .filter(({ name }) => !used.has(`${file.path} ${name}`))
        .map(({ at, name }) => finding(file, at, `output is never used: ${name}`)),
    );
};

const loadedFiles = (file, folder) =>
  [...file.text.matchAll(/\bload(?:TextContent|JsonContent|YamlContent|FileAsBase64)\('([^']+)'/g)]
    .filter(([, name]) => !folder.sources.has(posix.join(posix.dirname(file.path), name)))
    .map(([, name]) => finding(file, file.root, `loads a file that is not there: ${name}`));

/** A file that is handed on as text is broken only in Azure, unless somebody reads it before. */
const unreadableJson = folder => {
  const main = mainOf(folder);
  return [...folder.sources]
    .filter(([path]) => path.endsWith('.json'))
    .flatMap(([path, text]) => {
      try {
        JSON.parse(text);
        return [];
      } catch (broken) {
        return [finding(main, main.root, `${path} is no JSON: ${broken.message}`)];
      }
    });
};

// --- Resources ------------------------------------------------------------------------------------------------------

const apiVersions = file =>
  file.resources
    .filter(({ type }) => {
      const version = RESOURCE_TYPE.exec(type)?.[3];
      return !version || Number.isNaN(Date.parse(version));
    })
    .map(({ at, type }) => finding(file, at, `expected Provider/type@yyyy-mm-dd, found ${type}`));

/** azd finds the app by this tag, and deploys the service of that name. */
const serviceTags = folder => {
  const services = serviceNames(folder.sources.get('../azure.yaml'));
  const tagged = [...folder.files.values()].flatMap(file =>
    file.resources
      .filter(({ type, existing }) => type.startsWith('Microsoft.Web/sites@') && !existing)
      .map(site => ({ file, site, tag: tagValue(site.body) })),
  );
  const found = new Set(tagged.map(({ tag }) => tag));
  const main = mainOf(folder);
  return [
    ...tagged
      .filter(({ tag }) => !services.includes(tag))
      .map(({ file, site, tag }) => finding(file, site.at, `expected tag azd-service-name with a service of azure.yaml, found ${tag ?? 'none'}`)),
    ...services
      .filter(service => !found.has(service))
      .map(service => finding(main, main.root, `no Microsoft.Web/sites resource carries azd-service-name '${service}'`)),
  ];
};

function tagValue(body) {
  for (const node of walk(body)) {
    const tag = properties(node).find(({ key }) => key === 'azd-service-name');
    if (tag) {
      return literal(tag.value);
    }
  }
  return undefined;
}

/** Keys below {@code services:}; azure.yaml is indented by two. */
function serviceNames(yaml = '') {
  const services = /^services:\n((?:[ #].*\n|\n)*)/m.exec(yaml)?.[1] ?? '';
  return [...services.matchAll(/^ {2}([\w-]+):/gm)].map(([, name]) => name);
}

// --- Secrets --------------------------------------------------------------------------------------------------------

const keyLists = file =>
  file.nodes
    .filter(node => ['identifier', 'property_identifier'].includes(node.type) && /^list\w*$/.test(node.text))
    .filter(node => /^\s*\(/.test(file.text.slice(node.endIndex)))
    .map(node => finding(file, node, `keys must not be read: ${node.text}`));

const secretOutputs = file =>
  file
    .of('output')
    .filter(({ node, name }) => SECRET.test(name) || SECRET.test(node.namedChildren.at(-1).text))
    .map(({ at, name }) => finding(file, at, `output looks like a secret: ${name}`));

const openSecrets = file =>
  file
    .of('param')
    .filter(({ name, decorators }) => SECRET.test(name) && !decorators.includes('secure'))
    .map(({ at, name }) => finding(file, at, `param looks like a secret and is not @secure: ${name}`));

// --- App settings ---------------------------------------------------------------------------------------------------

const flexSettings = file =>
  file.nodes
    .filter(node => node.type === 'object')
    .flatMap(properties)
    .filter(({ key }) => NOT_ON_FLEX.test(key))
    .map(({ key, node }) => finding(file, node, `the Flex Consumption plan manages this setting itself: ${key}`));

// --------------------------------------------------------------------------------------------------------------------

const SYNTAX = [...[syntax, separators].map(inEachFile), unreadableJson];

const MEANING = [
  ...[
    unknownNames,
    doubledNames,
    doubledKeys,
    unusedNames,
    undescribed,
    modules,
    loadedFiles,
    parameterFile,
    apiVersions,
    roles,
    keyLists,
    secretOutputs,
    openSecrets,
    flexSettings,
  ].map(inEachFile),
  unusedOutputs,
  serviceTags,
  appRoles,
  metrics,
];

/** All findings, in the order of the files. Names are looked at only once everything can be read. */
export function findings(folder) {
  const unreadable = SYNTAX.flatMap(rule => rule(folder));
  const found = unreadable.length > 0 ? unreadable : MEANING.flatMap(rule => rule(folder));
  return found.sort((a, b) => a.path.localeCompare(b.path) || a.line - b.line || a.column - b.column);
}
