// Uses the simulated Dynamics 365 as any customer's script would, through a client that knows nothing of it.
// Usage: node check.mjs <server address>. Prints one line per promise; exits 1 at the first that is broken.
import assert from "node:assert/strict";
import { DynamicsWebApi } from "dynamics-web-api";

const client = new DynamicsWebApi({
    serverUrl: process.argv[2],
    dataApi: { version: "9.2" },
    onTokenRefresh: async () => ({ accessToken: "good" }),
});

const key = "msft_microsoftpartnercenterreferralidentifier";

const promises = {
    "WhoAmI names the application user": async () => {
        const me = await client.callFunction({ functionName: "WhoAmI" });
        assert.match(me.UserId, /^[0-9a-f-]{36}$/);
    },
    "create answers with the id, or with the record when asked": async () => {
        assert.match(await client.create({ collection: "accounts", data: { name: "Contoso" } }), /^[0-9a-f-]{36}$/);
        const lead = await client.create({
            collection: "leads",
            data: { subject: "Größe", lastname: "Vega" },
            returnRepresentation: true,
            select: ["subject"],
        });
        assert.equal(lead.subject, "Größe");
        assert.ok(lead["@odata.etag"]);
    },
    "upsert by alternate key creates once": async () => {
        for (const subject of ["one", "two"]) {
            await client.upsert({ collection: "leads", key: `${key}='ref-1'`, data: { subject, lastname: "Key" } });
        }
        const lead = await client.retrieve({ collection: "leads", key: `${key}='ref-1'`, select: ["subject"] });
        assert.equal(lead.subject, "two");
        const refused = await client.upsert({
            collection: "leads",
            key: `${key}='ref-1'`,
            data: { subject: "three", lastname: "Key" },
            ifnonematch: "*",
        });
        assert.equal(refused, null);
    },
    "update with a stale version changes nothing and says false": async () => {
        const lead = await client.create({
            collection: "leads",
            data: { subject: "old", lastname: "Etag" },
            returnRepresentation: true,
        });
        const change = { collection: "leads", key: lead.leadid, ifmatch: lead["@odata.etag"] };
        assert.equal(await client.update({ ...change, data: { subject: "new" } }), true);
        assert.equal(await client.update({ ...change, data: { subject: "late" } }), false);
        const now = await client.retrieve({ collection: "leads", key: lead.leadid });
        assert.equal(now.subject, "new");
    },
    "pages follow the next link and counts agree": async () => {
        for (let i = 0; i < 5; i++) {
            await client.create({ collection: "contacts", data: { lastname: `Contact ${i}` } });
        }
        const query = { collection: "contacts", select: ["lastname"], orderBy: ["lastname desc"], maxPageSize: 2, count: true };
        const first = await client.retrieveMultiple(query);
        assert.equal(first.value.length, 2);
        assert.equal(first["@odata.count"], 5);
        const second = await client.retrieveMultiple(query, first.oDataNextLink);
        assert.equal(second.value[0].lastname, "Contact 2");
        assert.equal((await client.retrieveAll(query)).value.length, 5);
        assert.equal(await client.count({ collection: "contacts" }), 5);
        assert.equal(await client.count({ collection: "contacts", filter: "lastname eq 'Contact 3'" }), 1);
    },
    "annotations become the client's formatted values": async () => {
        const page = await client.retrieveMultiple({
            collection: "leads",
            select: ["statuscode", "_ownerid_value"],
            top: 1,
            includeAnnotations: "*",
        });
        assert.equal(page.value[0].statuscode_Formatted, "New");
        assert.equal(page.value[0]._ownerid_value_LogicalName, "systemuser");
    },
    "changes since a delta link include deletions": async () => {
        const first = await client.retrieveMultiple({ collection: "accounts", select: ["name"], trackChanges: true });
        const id = await client.create({ collection: "accounts", data: { name: "Brief" } });
        await client.deleteRecord({ collection: "accounts", key: id });
        const delta = await client.retrieveMultiple({ collection: "accounts" }, first["@odata.deltaLink"]);
        assert.deepEqual(delta.value.map((row) => row.reason), ["deleted"]);
    },
    "a lookup is bound, set alone and cleared": async () => {
        const account = await client.create({ collection: "accounts", data: { name: "Parent" } });
        const lead = await client.create({ collection: "leads", data: { subject: "s", lastname: "Link" } });
        const link = { collection: "leads", primaryKey: lead, navigationProperty: "parentaccountid" };
        await client.associateSingleValued({ ...link, relatedCollection: "accounts", relatedKey: account });
        const expand = [{ property: "parentaccountid", select: ["name"] }];
        const bound = await client.retrieve({ collection: "leads", key: lead, expand });
        assert.equal(bound.parentaccountid.name, "Parent");
        await client.disassociateSingleValued(link);
        assert.equal((await client.retrieve({ collection: "leads", key: lead }))._parentaccountid_value, null);
    },
    "QualifyLead makes an opportunity and WinOpportunity closes it": async () => {
        const lead = await client.create({
            collection: "leads",
            data: { subject: "Deal", lastname: "Vega", companyname: "Fabrikam" },
        });
        const made = await client.callAction({
            collection: "leads",
            key: lead,
            actionName: "Microsoft.Dynamics.CRM.QualifyLead",
            action: { CreateAccount: true, CreateContact: true, CreateOpportunity: true, Status: 3 },
        });
        const deal = made.value.find((row) => row.opportunityid).opportunityid;
        await client.callAction({
            actionName: "WinOpportunity",
            action: {
                Status: 3,
                OpportunityClose: { subject: "Won", "opportunityid@odata.bind": `/opportunities(${deal})` },
            },
        });
        assert.equal((await client.retrieve({ collection: "opportunities", key: deal })).statecode, 1);
    },
    "a batch is one transaction with references": async () => {
        client.startBatch();
        client.create({ collection: "accounts", data: { name: "Batch" }, contentId: "1" });
        client.create({
            collection: "contacts",
            data: { lastname: "Batch", "parentcustomerid_account@odata.bind": "$1" },
        });
        const [account, contact] = await client.executeBatch();
        const row = await client.retrieve({ collection: "contacts", key: contact });
        assert.equal(row._parentcustomerid_value, account);

        client.startBatch();
        client.create({ collection: "accounts", data: { name: "Rolled back" } });
        client.create({ collection: "accounts", data: { name: "x".repeat(161) } });
        await assert.rejects(client.executeBatch());
        assert.equal(await client.count({ collection: "accounts", filter: "name eq 'Rolled back'" }), 0);
    },
    "metadata tells set names, columns and options": async () => {
        const entities = await client.retrieveEntities({ select: ["EntitySetName", "LogicalName"] });
        const definition = entities.value.find((entity) => entity.LogicalName === "opportunity");
        assert.equal(definition.EntitySetName, "opportunities");
        const status = await client.retrieveAttributes({
            entityKey: "LogicalName='opportunity'",
            castType: "Microsoft.Dynamics.CRM.StatusAttributeMetadata",
            expand: [{ property: "OptionSet" }],
        });
        assert.equal(status.value[0].OptionSet.Options.length, 5);
    },
    "an error carries the platform's code": async () => {
        await assert.rejects(
            client.create({ collection: "leads", data: { subject: "x".repeat(301), lastname: "y" } }),
            (error) => error.status === 400 && error.code === "0x80044331",
        );
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
