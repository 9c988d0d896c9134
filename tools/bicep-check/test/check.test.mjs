// What the check promises: the good fixture passes, and each single fault in it is found, named and placed.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { read } from '../bicep.mjs';
import { findings } from '../rules.mjs';

const path = name => fileURLToPath(new URL(name, import.meta.url));

const GOOD = new Map(
  [
    'main.bicep',
    'main.parameters.json',
    'modules/app.bicep',
    'modules/watched.bicep',
    'workbook.json',
    '../azure.yaml',
    '../docs/deploy.md',
    '../docs/metrics.md',
  ].map(name => [name, readFileSync(path(`fixtures/good/infra/${name}`), 'utf8')]),
);

/** The good fixture with one edit. */
function edited(file, from, to) {
  const text = GOOD.get(file);
  assert.equal(text.split(from).length, 2, `expected '${from}' once in ${file}`);
  return new Map(GOOD).set(file, text.replace(from, () => to));
}

const messages = async sources =>
  findings(await read(sources)).map(({ path, line, message }) => `${path}:${line}: ${message}`);

const check = (...args) => spawnSync(process.execPath, [path('../check.mjs'), ...args], { encoding: 'utf8' });

test('the good fixture has no findings', async () => {
  assert.deepEqual(await messages(GOOD), []);
});

for (const [fault, file, from, to, ...expected] of [
  ['a missing colon', 'main.bicep', "name: 'rg-", "name 'rg-", /^main\.bicep:\d+: syntax: /],
  ['a missing brace', 'main.bicep', "  location: location\n}\n", '  location: location\n', /^main\.bicep:\d+: syntax: /],
  [
    'two properties on a line',
    'main.bicep',
    "-${prefix}'\n  location",
    "-${prefix}' location",
    "main.bicep:25: syntax: expected a new line before 'location: location'",
  ],
  ['a misspelt variable', 'main.bicep', "rg-${prefix}", 'rg-${prefx}', 'main.bicep:25: no such symbol: prefx'],
  ['a misspelt function', 'main.bicep', 'take(', 'tale(', 'main.bicep:19: no such function: tale'],
  ['a loop name outside its loop', 'main.bicep', "'rg-${prefix}'", "'rg-${prefix}${queue}'", 'main.bicep:25: no such symbol: queue'],
  ['a name declared twice', 'main.bicep', 'var groups', 'var prefix = 1\nvar groups', 'main.bicep:20: declared twice: prefix'],
  ['an unused variable', 'main.bicep', 'var groups', 'var other = 1\nvar groups', 'main.bicep:20: var is never used: other'],
  [
    'an unused existing resource',
    'modules/app.bicep',
    'resource site ',
    "resource other 'Microsoft.KeyVault/vaults@2023-07-01' existing = {\n  name: 'x'\n}\n\nresource site ",
    'modules/app.bicep:35: resource is never used: other',
  ],
  ['a parameter without description', 'modules/app.bicep', "@description('Name.')\n", '', 'modules/app.bicep:1: param has no @description: name'],
  ['a module that is not there', 'main.bicep', 'modules/app.bicep', 'modules/application.bicep', 'main.bicep:29: module is not a file of this folder: modules/application.bicep'],
  ['a registry module', 'main.bicep', 'modules/app.bicep', 'br/public:avm/res/web/site:0.15.1', /main\.bicep:29: module is not a file/],
  ['a module parameter left out', 'main.bicep', '    location: location\n', '', 'main.bicep:29: module app needs param location'],
  ['a module parameter too many', 'main.bicep', '    readyGroups: groups', '    readyGroups: groups\n    size: 1', 'main.bicep:37: module app has no param size'],
  ['a module output that is not there', 'main.bicep', 'app.outputs.hostName', 'app.outputs.host', 'main.bicep:40: module app has no output host', 'modules/app.bicep:62: output is never used: hostName'],
  ['a parameter file with a stranger', 'main.parameters.json', '"ready"', '"steady"', 'main.bicep:1: parameter file names an unknown param: steady'],
  [
    'a parameter file without a required parameter',
    'main.bicep',
    'param queues string[] = []',
    'param queues string[]',
    'main.bicep:14: parameter file lacks the required param queues',
  ],
  [
    'a text that azd leaves empty',
    'main.parameters.json',
    '${TIER=small}',
    '${TIER}',
    'main.bicep:55: expected tier to be ${TIER=small} in the parameter file, found ${TIER}',
  ],
  [
    'a default that is said in two ways',
    'main.bicep',
    "= 'small'",
    "= 'medium'",
    'main.bicep:55: expected tier to be ${TIER=medium} in the parameter file, found ${TIER=small}',
  ],
  ['an API version that is no date', 'main.bicep', '@2024-03-01', '@2024-13-01', /^main\.bicep:24: expected Provider\/type@yyyy-mm-dd/],
  ['a preview API version', 'main.bicep', '@2024-03-01', '@2024-03-01-preview', /^main\.bicep:24: expected Provider\/type@yyyy-mm-dd/],
  [
    'a role that is not allowed',
    'modules/app.bicep',
    '4633458b-17de-408a-b874-0445c86b69e6',
    '00482a5a-887f-4fb3-b363-3b7fe8e74483',
    'modules/app.bicep:20: role definition is not in the allowed list: 00482a5a-887f-4fb3-b363-3b7fe8e74483',
  ],
  ['keys that are read', 'modules/app.bicep', "'https://login.microsoftonline.com'", 'site.listKeys().keys[0]', 'modules/app.bicep:57: keys must not be read: listKeys'],
  ['keys that are read by function', 'modules/app.bicep', "'https://login.microsoftonline.com'", "listKeys(site.id, '2024-04-01')", 'modules/app.bicep:57: keys must not be read: listKeys'],
  ['an output with a secret name', 'main.bicep', 'output HOST_NAME', 'output API_KEY', 'main.bicep:40: output looks like a secret: API_KEY'],
  [
    'an output with a secret value',
    'modules/app.bicep',
    '= site.properties.defaultHostName',
    '= site.properties.ConnectionString',
    'modules/app.bicep:62: output looks like a secret: hostName',
  ],
  ['a secret parameter in the open', 'modules/app.bicep', '@secure()\n', '', 'modules/app.bicep:17: param looks like a secret and is not @secure: password'],
  ['a setting given twice', 'modules/app.bicep', 'DATA__clientId', 'LOGIN_URL', 'modules/app.bicep:58: given twice: LOGIN_URL'],
  ['a setting the plan manages', 'modules/app.bicep', 'DATA__clientId', 'FUNCTIONS_WORKER_RUNTIME', /^modules\/app\.bicep:58: the Flex Consumption plan manages/],
  ['an output of a module that nobody uses', 'modules/watched.bicep', '= workbook.name', "= workbook.name\noutput kind string = 'shared'", 'modules/watched.bicep:48: output is never used: kind'],
  ['a file that is not there', 'modules/watched.bicep', '../workbook.json', '../workbooks.json', 'modules/watched.bicep:1: loads a file that is not there: ../workbooks.json'],
  ['a workbook that cannot be read', 'workbook.json', '[{', '[', /^main\.bicep:1: workbook\.json is no JSON: /],
  [
    'a role that the app lost',
    'modules/watched.bicep',
    'principalId: appPrincipalId',
    "principalId: 'somebody'",
    /^main\.bicep:1: docs\/deploy\.md tells that the app is Storage Queue Data Contributor on the data account/,
  ],
  [
    'a role that the page does not tell',
    '../docs/deploy.md',
    'Queue Data Contributor | data',
    'Table Data Contributor | data',
    'main.bicep:1: docs/deploy.md tells that the app is Storage Table Data Contributor on the data account, and nothing gives it that role',
    'modules/watched.bicep:19: docs/deploy.md does not tell that the app is Storage Queue Data Contributor on the data account',
  ],
  ['a role on a whole group', 'modules/watched.bicep', '  scope: dataStorage\n', '', /^main\.bicep:1: docs\/deploy\.md tells/],
  ['a metric that is not sent', 'modules/watched.bicep', 'cosell.parked.messages', 'cosell.parked.message', 'modules/watched.bicep:31: docs/metrics.md has no cosell.parked.message'],
  ['an attribute that is not sent', 'modules/watched.bicep', 'error.type', 'error.kind', 'modules/watched.bicep:33: docs/metrics.md has no error.kind'],
  ['a metric of the workbook that is not sent', 'workbook.json', 'cosell.parked', 'cosell.packed', 'main.bicep:1: docs/metrics.md has no cosell.packed.messages, which workbook.json shows'],
  [
    'an app without service tag',
    'modules/app.bicep',
    "'azd-service-name'",
    "'azd-service'",
    "main.bicep:1: no Microsoft.Web/sites resource carries azd-service-name 'connector'",
    'modules/app.bicep:35: expected tag azd-service-name with a service of azure.yaml, found none',
  ],
  [
    'an app with the tag of another service',
    '../azure.yaml',
    'connector',
    'api',
    "main.bicep:1: no Microsoft.Web/sites resource carries azd-service-name 'api'",
    'modules/app.bicep:35: expected tag azd-service-name with a service of azure.yaml, found connector',
  ],
]) {
  test(`${fault} is found`, async () => {
    const found = await messages(edited(file, from, to));
    if (expected[0] instanceof RegExp) {
      assert.match(found[0] ?? 'no finding', expected[0]);
    } else {
      assert.deepEqual(found, expected);
    }
  });
}

for (const [page, ...expected] of [
  [
    '../docs/deploy.md',
    'modules/watched.bicep:19: docs/deploy.md is not there, and has to tell that the app is Storage Queue Data Contributor on the data account',
  ],
  [
    '../docs/metrics.md',
    'main.bicep:1: docs/metrics.md is not there, and has to have cosell.parked.messages, which workbook.json shows',
    'modules/watched.bicep:31: docs/metrics.md is not there, and has to have cosell.parked.messages',
    'modules/watched.bicep:33: docs/metrics.md is not there, and has to have cosell.runs',
    'modules/watched.bicep:33: docs/metrics.md is not there, and has to have error.type',
  ],
  ['../azure.yaml', 'modules/app.bicep:35: expected tag azd-service-name with a service of azure.yaml, found connector'],
]) {
  test(`without ${page} its rules are not switched off`, async () => {
    const sources = new Map(GOOD);
    assert.ok(sources.delete(page));
    assert.deepEqual(await messages(sources), expected);
  });
}

for (const [fixture, expected] of [
  ['broken-symbol', /main\.bicep:6:13: no such symbol: locaton/],
  ['unknown-role', /main\.bicep:5:89: role definition is not in the allowed list: 8e3af657-/],
  ['unset-parameter', /main\.bicep:6:7: expected redundancy to be \$\{REDUNDANCY=Standard_LRS\} in the parameter file, found \$\{REDUNDANCY\}/],
  ['unused-parameter', /main\.bicep:5:7: param is never used: size/],
  ['missing-role/infra', /main\.bicep:1:1: docs\/deploy\.md tells that the app is Storage Queue Data Contributor on the data account/],
  ['unknown-metric/infra', /main\.bicep:4:12: docs\/metrics\.md has no cosell\.parked\.message\n/],
]) {
  test(`the command fails on ${fixture} and says where`, () => {
    const run = check(path(`fixtures/${fixture}`));
    assert.equal(run.status, 1);
    assert.match(run.stderr, expected);
    assert.match(run.stdout, /findings: 1/);
  });
}

test('the command passes on the good fixture', () => {
  assert.equal(check(path('fixtures/good/infra')).status, 0);
});

test('the command refuses a folder without templates', () => {
  assert.equal(check(path('fixtures/good/infra/none')).status !== 0, true);
  assert.equal(check().status, 2);
});

test("the project's own templates have no findings", () => {
  const run = check(path('../../../infra-bicep'));
  assert.equal(run.status, 0, run.stderr);
});
