// Reads the projects in crm/salesforce as the Salesforce CLI does, with the library that it uses itself.
// Usage: node check.mjs <folder with the projects>
// Prints one line per component and per promise; exits 1 at the first that is broken.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { ComponentSet, MetadataConverter } from "@salesforce/source-deploy-retrieve";
import { faults } from "./schema.mjs";

const folder = resolve(process.argv[2]);
const ADDRESS = "https://connector.example/api/events/salesforce?secret=0123456789abcdef";
const SENDER = "sender@fabrikam.example";

const files = (directory) =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

const directories = [
    ["standalone", "main"],
    ["connector", "main"],
    ["connector", "layouts"],
    ["connector", "events"],
].map(([project, directory]) => ({ project: join(folder, project), path: join(folder, project, directory) }));
const events = directories.find(({ path }) => path.endsWith("events"));

function components({ project, path }) {
    const set = ComponentSet.fromSource(path);
    set.projectDirectory = project;
    return set;
}

const layouts = directories.find(({ path }) => path.endsWith("layouts"));

/** Fields of ours on an object that sellers have nothing to do with: how others' flows ran, and when solutions changed. */
const NOT_FOR_SELLERS = ["Audit__c", "CoSell_Solutions_Changed__c"];

const fieldsOf = (object) =>
    directories
        .filter(({ path }) => path.endsWith("main"))
        .flatMap(listed)
        .filter((component) => component.type.name === "CustomField" && component.parent.fullName === object)
        .map((component) => component.name);

const listed = (directory) => components(directory).getSourceComponents().toArray().flatMap((component) => [
    component,
    ...component.getChildren().filter((child) => child.xml !== component.xml),
]);

/** What would be sent to an organisation, as a list of files with their content. */
async function converted(directory, environment) {
    Object.assign(process.env, environment, { SF_APPLY_REPLACEMENTS_ON_CONVERT: "true" });
    const output = mkdtempSync(join(tmpdir(), "cosell-sfdx-"));
    try {
        await new MetadataConverter().convert(components(directory), "metadata", {
            type: "directory",
            outputDirectory: output,
            genUniqueDir: false,
        });
        return files(output).map((file) => ({ name: relative(output, file), text: readFileSync(file, "utf8") }));
    } finally {
        rmSync(output, { recursive: true });
        Object.keys(environment).forEach((name) => delete process.env[name]);
    }
}

const promises = {
    "every file belongs to a component": () => {
        for (const directory of directories) {
            const known = new Set(listed(directory).map((component) => component.xml));
            assert.deepEqual(files(directory.path).filter((file) => !known.has(file)), []);
            known.forEach((file) => console.log(`component: ${relative(folder, file)}`));
        }
    },
    "the Metadata API takes every element": () => {
        const found = directories.flatMap(listed).flatMap((component) => {
            const [[type, content]] = Object.entries(component.parseXmlSync()).filter(([name]) => name !== "?xml");
            return faults(content, type).map((fault) => `${relative(folder, component.xml)}: ${fault}`);
        });
        assert.deepEqual(found, []);
    },
    "everything is converted and on the list of what is deployed": async () => {
        for (const directory of directories) {
            const sent = await converted(directory, { COSELL_EVENTS_ADDRESS: ADDRESS, COSELL_EVENTS_SENDER: SENDER });
            const manifest = sent.find((file) => file.name === "package.xml").text;
            assert.match(manifest, /<version>67\.0<\/version>/);
            for (const component of listed(directory)) {
                assert.ok(manifest.includes(`<members>${component.fullName}</members>`), component.fullName);
            }
        }
    },
    "our layouts are no organisation's own, and show sellers every field of ours": () => {
        const found = listed(layouts).filter((component) => component.type.name === "Layout");
        assert.deepEqual(found.map(({ fullName }) => fullName).sort(), ["Lead-CoSell Layout", "Opportunity-CoSell Layout"]);
        for (const layout of found) {
            const text = readFileSync(layout.xml, "utf8");
            const hidden = fieldsOf(layout.fullName.split("-")[0]).filter((field) => !text.includes(`<field>${field}</field>`));
            assert.deepEqual(hidden.filter((field) => !NOT_FOR_SELLERS.includes(field)), [], layout.fullName);
        }
    },
    "our actions change what our layouts let sellers change, and nothing else": () => {
        for (const object of ["Opportunity", "Lead"]) {
            const [action, layout] = [`${object}.CoSell`, `${object}-CoSell Layout`].map((name) =>
                readFileSync(listed(layouts).find(({ fullName }) => fullName === name).xml, "utf8"));
            const editable = [...layout.matchAll(/<behavior>Edit<\/behavior>\s*<field>(\w+)<\/field>/g)].map(([, field]) => field);
            const changed = [...action.matchAll(/<field>(\w+)<\/field>/g)].map(([, field]) => field);
            assert.deepEqual(changed.sort(), editable.filter((field) => field.endsWith("__c") && field !== "Referral_Identifier__c").sort());
        }
    },
    "the outbound messages go where the environment says": async () => {
        const sent = await converted(events, { COSELL_EVENTS_ADDRESS: ADDRESS, COSELL_EVENTS_SENDER: SENDER });
        const workflows = sent.filter((file) => file.name.endsWith(".workflow"));
        assert.equal(workflows.length, 2);
        for (const { text } of workflows) {
            assert.ok(text.includes(`<endpointUrl>${ADDRESS}</endpointUrl>`));
            assert.ok(text.includes(`<integrationUser>${SENDER}</integrationUser>`));
            assert.ok(!text.includes(".invalid"));
        }
    },
    "without an address no outbound message is deployed, and everything else is": async () => {
        await assert.rejects(converted(events, {}), /COSELL_EVENTS_ADDRESS.*not set/);
        for (const directory of directories.filter((other) => other !== events)) {
            await converted(directory, {});
        }
    },
};

for (const [promise, check] of Object.entries(promises)) {
    try {
        await check();
        console.log(`kept: ${promise}`);
    } catch (error) {
        console.error(`broken: ${promise}`, error);
        process.exit(1);
    }
}
