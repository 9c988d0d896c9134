// Reads Bicep files into what the rules ask about: declarations, references, resources, modules.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { dirname, posix } from 'node:path';
import { Language, Parser } from 'web-tree-sitter';

const WASM = fileURLToPath(import.meta.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm'));

/** A file's declarations that other places refer to by name; outputs and metadata have names of their own. */
const KINDS = {
  parameter_declaration: 'param',
  variable_declaration: 'var',
  resource_declaration: 'resource',
  module_declaration: 'module',
  user_defined_function: 'func',
  type_declaration: 'type',
  output_declaration: 'output',
  metadata_declaration: 'metadata',
  test_block: 'test',
  assert_statement: 'assert',
};

let parser;

async function bicepParser() {
  if (!parser) {
    await Parser.init();
    parser = new Parser();
    parser.setLanguage(await Language.load(readFileSync(WASM)));
  }
  return parser;
}

/** @param sources text by path, relative to one folder, with forward slashes */
export async function read(sources) {
  const bicep = await bicepParser();
  const files = new Map();
  for (const [path, text] of sources) {
    if (path.endsWith('.bicep')) {
      files.set(path, file(path, text, bicep.parse(text).rootNode));
    }
  }
  return { files, sources };
}

function file(path, text, root) {
  const nodes = [...walk(root)];
  const declarations = nodes.filter(node => KINDS[node.type]).map(declaration);
  return {
    path,
    text,
    root,
    nodes,
    declarations,
    of: kind => declarations.filter(declaration => declaration.kind === kind),
    references: nodes.filter(isReference).map(node => reference(node, text)),
    resources: declarations.filter(declaration => declaration.kind === 'resource').map(resource),
    modules: declarations.filter(declaration => declaration.kind === 'module').map(node => module(node, path)),
  };
}

export function* walk(node) {
  yield node;
  for (const child of node.children) {
    yield* walk(child);
  }
}

// --- Declarations ---------------------------------------------------------------------------------------------------

function declaration(node) {
  const name = node.namedChildren.find(child => child.type === 'identifier');
  return { kind: KINDS[node.type], name: name?.text ?? '', node, at: name ?? node, decorators: decorators(node) };
}

/** Names of the decorators above a declaration; the grammar makes them its elder sibling. */
function decorators(node) {
  let above = node.previousNamedSibling;
  while (above?.type === 'diagnostic_comment') {
    above = above.previousNamedSibling;
  }
  return above?.type === 'decorators'
    ? above.namedChildren.map(decorator => decorator.namedChild(0).childForFieldName('function').text)
    : [];
}

function resource(declaration) {
  const type = literal(declaration.node.namedChildren.find(child => child.type === 'string'));
  const existing = declaration.node.children.some(child => child.type === 'existing');
  return { ...declaration, type, existing, body: body(declaration.node) };
}

function module(declaration, path) {
  const source = literal(declaration.node.namedChildren.find(child => child.type === 'string'));
  const params = properties(body(declaration.node)).find(property => property.key === 'params')?.value;
  return { ...declaration, source, path: posix.join(dirname(path), source), params: properties(params) };
}

/** The object of a resource or module, also under {@code if} and {@code for}. */
function body(node) {
  const last = node.namedChildren.at(-1);
  const inner = last?.type === 'for_statement' ? last.childForFieldName('body') : last;
  return inner?.type === 'if_statement' ? inner.namedChildren.at(-1) : inner;
}

/** Keys and values of an object; nothing for any other node. */
export function properties(object) {
  if (object?.type !== 'object') {
    return [];
  }
  return object.namedChildren
    .filter(child => child.type === 'object_property' && child.namedChildCount > 1)
    .map(child => {
      const key = child.namedChild(0);
      return { key: literal(key), value: child.namedChildren.at(-1), node: child };
    });
}

/** The text of a string without interpolation, or of an identifier. */
export function literal(node) {
  return node?.type === 'string' ? node.text.replace(/^'|'$/g, '').replaceAll("\\'", "'") : (node?.text ?? '');
}

/** Whether a parameter may be left out. */
export function isOptional(param) {
  const nullable = param.node.namedChildren.some(child => child.text.endsWith('?') && child.type === 'type');
  return nullable || param.node.children.some(child => child.type === '=');
}

/** What a parameter is if it is left out; undefined for one that may not be. */
export function defaultOf(param) {
  const { children } = param.node;
  const equals = children.findIndex(child => child.type === '=');
  return equals < 0 ? undefined : children.slice(equals + 1).find(child => child.isNamed);
}

// --- References -----------------------------------------------------------------------------------------------------

function isReference(node) {
  if (node.type !== 'identifier') {
    return false;
  }
  const parent = node.parent;
  const first = parent.namedChildren.find(child => child.type === 'identifier');
  const isFirst = first?.id === node.id;
  if (KINDS[parent.type] || parent.type === 'parameter') {
    return !isFirst;
  }
  if (parent.type === 'object_property') {
    return parent.namedChild(0).id !== node.id || parent.namedChildCount === 1;
  }
  return !['compatible_identifier', 'import_functionality', 'import_statement', 'import_with_statement'].includes(
    parent.type,
  ) && !locals(parent).includes(node.id);
}

/**
 * What a name refers to must be told from the text behind it: the grammar binds members and calls looser than a
 * ternary, so that in {@code a ? b : c.d} the member seems to be the ternary's.
 */
function reference(node, text) {
  const after = text.slice(node.endIndex);
  return {
    name: node.text,
    node,
    called: /^\s*\(/.test(after),
    output: /^(?:\[[^\]]*\])?[!?]?\.outputs[!?]?\.(\w+)/.exec(after)?.[1],
    local: isLocal(node),
  };
}

/** Whether a loop, a lambda or a function around the name declares it. */
function isLocal(node) {
  for (let around = node.parent; around; around = around.parent) {
    if (localNames(around).some(local => local.text === node.text)) {
      return true;
    }
  }
  return false;
}

const locals = node => localNames(node).concat(localNames(node.parent ?? node)).map(local => local.id);

/** The names a node declares for what stands inside it. */
function localNames(node) {
  switch (node.type) {
    case 'for_statement': {
      const parameters = node.namedChildren.find(child => child.type === 'for_loop_parameters');
      return parameters ? parameters.namedChildren : [node.childForFieldName('initializer')].filter(Boolean);
    }
    case 'lambda_expression': {
      const left = node.namedChild(0);
      return left.type === 'parenthesized_expression' ? left.namedChildren : [left];
    }
    case 'user_defined_function':
      return node.namedChildren
        .filter(child => child.type === 'parameters')
        .flatMap(child => child.namedChildren.map(parameter => parameter.namedChild(0)));
    default:
      return [];
  }
}
