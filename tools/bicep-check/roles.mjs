// Which roles a deployment hands out: known ones only, and to the app those that the page tells an administrator.
import { literal, properties, walk } from './bicep.mjs';
import { finding, mainOf } from './finding.mjs';
import { tableRows } from './pages.mjs';

/** The only roles a deployment may hand out, by the names that docs/deploy.md has for them too. */
const ALLOWED_ROLES = new Map([
  ['b7e6dc6d-f1e8-4753-8033-0f276bb0955b', 'Storage Blob Data Owner'],
  ['974c5e8b-45b9-4653-ba55-5f855dd0fb88', 'Storage Queue Data Contributor'],
  ['0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3', 'Storage Table Data Contributor'],
  ['4633458b-17de-408a-b874-0445c86b69e6', 'Key Vault Secrets User'],
  ['b86a8fe4-44ce-4948-aee5-eccb2c155cd7', 'Key Vault Secrets Officer'],
  ['3913510d-42f4-4e42-8a64-420c390055eb', 'Monitoring Metrics Publisher'],
]);

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** No role but the known ones is named anywhere. */
export const roles = file =>
  file.nodes
    .filter(node => node.type === 'string' && GUID.test(literal(node)) && !ALLOWED_ROLES.has(literal(node).toLowerCase()))
    .map(node => finding(file, node, `role definition is not in the allowed list: ${literal(node)}`));

/** What docs/deploy.md calls the resources that roles are on, by the templates' names. */
const SCOPES = new Map([
  ['hostStorage', 'host account'],
  ['dataStorage', 'data account'],
  ['vault', 'vault'],
  ['signInVault', 'sign-in vault'],
  ['insights', 'Application Insights'],
]);

/** The app has the roles that the page tells an administrator, and no other. */
export const appRoles = folder => {
  const page = folder.sources.get('../docs/deploy.md');
  const main = mainOf(folder);
  const found = [...folder.files.values()].flatMap(file => grants(file).map(grant => ({ ...grant, file })));
  if (page === undefined) {
    return found.map(({ file, at, text }) => finding(file, at, `docs/deploy.md is not there, and has to tell that the app is ${text}`));
  }
  const told = new Set(tableRows(page, 'role').map(([role, on]) => `${role} on the ${on}`));
  const given = new Set(found.map(({ text }) => text));
  return [
    ...found
      .filter(({ text }) => !told.has(text))
      .map(({ file, at, text }) => finding(file, at, `docs/deploy.md does not tell that the app is ${text}`)),
    ...[...told]
      .filter(text => !given.has(text))
      .map(text => finding(main, main.root, `docs/deploy.md tells that the app is ${text}, and nothing gives it that role`)),
  ];
};

/** Role assignments of the app itself: those to its principal. */
const grants = file =>
  file.resources
    .filter(({ type }) => type.startsWith('Microsoft.Authorization/roleAssignments@'))
    .filter(({ body }) => member(member(body, 'properties'), 'principalId')?.text === 'appPrincipalId')
    .map(({ at, body }) => {
      const scope = member(body, 'scope')?.text ?? 'group';
      return { at, text: `${roleOf(file, body) ?? 'an unknown role'} on the ${SCOPES.get(scope) ?? scope}` };
    });

const member = (object, name) => properties(object).find(({ key }) => key === name)?.value;

/** The name of the role whose id an assignment leads to, directly or by a member of a variable. */
const roleOf = (file, body) => {
  const ids = new Map(
    file.nodes
      .filter(node => node.type === 'object')
      .flatMap(properties)
      .filter(({ value }) => value.type === 'string' && GUID.test(literal(value)))
      .map(({ key, value }) => [key, literal(value)]),
  );
  const definition = member(member(body, 'properties'), 'roleDefinitionId');
  const named = [...walk(definition ?? body)].map(node => ALLOWED_ROLES.get(ids.get(node.text) ?? literal(node)));
  return named.find(Boolean);
};
