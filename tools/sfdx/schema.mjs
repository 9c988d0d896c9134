// What Salesforce's Metadata API takes, read from the TypeScript declarations of its WSDL (npm @salesforce/types).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const declarations = readFileSync(
    createRequire(import.meta.url).resolve("@salesforce/types/metadata").replace(/\.js$/, ".d.ts"),
    "utf8",
);

const enumerations = new Map(
    [...declarations.matchAll(/^export type (\w+) = ((?:'[^']*'(?: \| )?)+);$/gm)].map(([, name, values]) => [
        name,
        new Set(values.split(" | ").map((value) => value.slice(1, -1))),
    ]),
);

const types = new Map(
    [...declarations.matchAll(/^export type (\w+) = (?:(\w+)(?: & )?)?(?:\{(?:\n((?: {4}.*\n)*))?\})?;$/gm)].map(([, name, parent, body = ""]) => [
        name,
        { parent, members: [...body.matchAll(/^ {4}(\w+)(\?)?: (\w+)(\[\])?;$/gm)] },
    ]),
);

const simple = {
    string: /^[^]*$/,
    boolean: /^(true|false)$/,
    number: /^-?\d+(\.\d+)?$/,
    Date: /^\d{4}-\d{2}-\d{2}/,
};

/** Members of a type with those it inherits: name to {type, optional, repeats}. */
function members(typeName) {
    const { parent, members: own } = types.get(typeName);
    const inherited = parent ? members(parent) : new Map();
    own.forEach(([, name, optional, type, repeats]) =>
        inherited.set(name, { type, optional: Boolean(optional || repeats), repeats: Boolean(repeats) }),
    );
    return inherited;
}

/**
 * Everything that a parsed document has and its type does not take, or lacks and its type asks for.
 *
 * @param value as the library's parser gives it: texts, objects of elements, arrays of repeated ones
 * @param typeName of the Metadata API, for instance CustomField
 * @param path of the value, for messages
 */
export function faults(value, typeName, path = typeName) {
    if (simple[typeName] || enumerations.has(typeName)) {
        const taken = typeof value === "string" && (simple[typeName]?.test(value) ?? enumerations.get(typeName).has(value));
        return taken ? [] : [`${path}: expected a ${typeName}, found ${JSON.stringify(value)}`];
    }
    if (!types.has(typeName)) {
        return [`${path}: expected a type of the Metadata API, found ${typeName}`];
    }
    const known = members(typeName);
    const found = Object.entries(value).filter(([name]) => !name.startsWith("@"));
    const missing = [...known]
        .filter(([name, member]) => !member.optional && !(name in value))
        .map(([name]) => `${path}: expected ${name}, found none`);
    return missing.concat(
        found.flatMap(([name, element]) => {
            const member = known.get(name);
            if (!member) {
                return [`${path}: expected one of ${[...known.keys()].join(", ")}, found ${name}`];
            }
            if (Array.isArray(element) && !member.repeats) {
                return [`${path}.${name}: expected it once, found it ${element.length} times`];
            }
            return [element].flat().flatMap((each) => faults(each, member.type, `${path}.${name}`));
        }),
    );
}
