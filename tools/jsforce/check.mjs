// Uses the simulated Salesforce as any customer's script would, through a client that knows nothing of it.
// Usage: node check.mjs <login address> <consumer key> <consumer secret> <username> <file with a private key, PEM>
// Prints one line per promise; exits 1 at the first that is broken.
import assert from "node:assert/strict";
import { createSign } from "node:crypto";
import { readFileSync } from "node:fs";
import jsforce from "jsforce";

const [loginUrl, clientId, clientSecret, username, keyFile] = process.argv.slice(2);
const version = "67.0";

const encode = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

function assertion() {
    const content = [
        encode({ alg: "RS256" }),
        encode({ iss: clientId, sub: username, aud: "https://login.salesforce.com", exp: Math.floor(Date.now() / 1000) + 180 }),
    ].join(".");
    return `${content}.${createSign("RSA-SHA256").update(content).sign(readFileSync(keyFile), "base64url")}`;
}

async function signIn(grant) {
    const client = new jsforce.Connection({ version, loginUrl, instanceUrl: loginUrl, oauth2: { loginUrl, clientId, clientSecret } });
    await client.authorize(grant);
    return client;
}

const client = await signIn({ grant_type: "client_credentials" });

const promises = {
    "a signed assertion signs in, too": async () => {
        const other = await signIn({ grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: assertion() });
        const me = await other.identity();
        assert.equal(me.username, username);
        assert.equal(other.userInfo.organizationId, me.organization_id);
    },
    "a session that ended is known by its error": async () => {
        const stranger = new jsforce.Connection({ version, instanceUrl: loginUrl, accessToken: "00D!expired" });
        await assert.rejects(stranger.sobject("Lead").describe(), (error) => error.errorCode === "INVALID_SESSION_ID");
    },
    "versions and limits are told": async () => {
        assert.ok((await client.request("/services/data")).some((one) => one.version === version));
        assert.ok((await client.limits()).DailyApiRequests.Remaining > 0);
        assert.ok(client.limitInfo.apiUsage.used > 0);
    },
    "a record is created, read, changed and deleted": async () => {
        const made = await client.sobject("Lead").create({ LastName: "Größe", Company: "Fabrikam" });
        assert.ok(made.success);
        const lead = await client.sobject("Lead").retrieve(made.id);
        assert.equal(lead.LastName, "Größe");
        assert.equal(lead.attributes.type, "Lead");
        await client.sobject("Lead").update({ Id: made.id, LastName: "Vega" });
        assert.equal((await client.sobject("Lead").retrieve(made.id, { fields: ["LastName"] })).LastName, "Vega");
        assert.ok((await client.sobject("Lead").destroy(made.id)).success);
        await assert.rejects(client.sobject("Lead").retrieve(made.id), (error) => error.errorCode === "ENTITY_IS_DELETED");
    },
    "many records go in one call, each with its own result": async () => {
        const results = await client.sobject("Contact").create([{ LastName: "One" }, { FirstName: "Nobody" }], { allOrNone: false });
        assert.deepEqual(results.map((one) => one.success), [true, false]);
        assert.equal(results[1].errors[0].statusCode, "REQUIRED_FIELD_MISSING");
        const updated = await client.sobject("Contact").update([{ Id: results[0].id, LastName: "Uno" }]);
        assert.ok(updated[0].success);
        assert.ok((await client.sobject("Contact").destroy([results[0].id]))[0].success);
    },
    "an upsert creates once": async () => {
        const lead = { LastName: "Key", Company: "Fabrikam", Referral_Identifier__c: "ref 1/a" };
        const key = "Referral_Identifier__c";
        const encoded = { ...lead, [key]: encodeURIComponent(lead[key]) };
        assert.equal((await client.sobject("Lead").upsert(encoded, key)).created, true);
        assert.equal((await client.sobject("Lead").upsert(encoded, key)).created, false);
        const many = await client.sobject("Lead").upsert([lead, { ...lead, [key]: "ref-2" }], key);
        assert.deepEqual(many.map((one) => one.created), [false, true]);
        assert.equal(await client.sobject("Lead").count({ [key]: "ref 1/a" }), 1);
    },
    "a query goes on from page to page": async () => {
        const names = Array.from({ length: 450 }, (_, number) => ({ Name: `Paged ${String(number).padStart(3, "0")}` }));
        for (let from = 0; from < names.length; from += 200) {
            await client.sobject("Account").create(names.slice(from, from + 200));
        }
        const soql = "SELECT Id, Name FROM Account WHERE Name LIKE 'Paged %' ORDER BY Name";
        const headers = { "Sforce-Query-Options": "batchSize=200" };
        const first = await client.query(soql, { headers });
        assert.deepEqual([first.totalSize, first.records.length, first.done], [450, 200, false]);
        const second = await client.queryMore(first.nextRecordsUrl, { headers });
        assert.equal(second.records[0].Name, "Paged 200");
        const all = await client.query(soql, { autoFetch: true, headers });
        assert.equal(all.records.length, 450);
    },
    "a found record brings its relatives along": async () => {
        const account = await client.sobject("Account").create({ Name: "O'Hare" });
        await client.sobject("Opportunity").create({ Name: "Deal", AccountId: account.id, StageName: "Prospecting", CloseDate: "2031-01-31", Amount: 12.5 });
        const deals = await client
            .sobject("Opportunity")
            .find({ "Account.Name": "O'Hare", Amount: { $gt: 10 }, CloseDate: { $gte: jsforce.SfDate.toDateLiteral(new Date()) } }, "Id, Name, Account.Name, Owner.Email")
            .sort({ CreatedDate: -1 })
            .limit(5);
        assert.equal(deals[0].Account.Name, "O'Hare");
        assert.match(deals[0].Owner.Email, /@/);
    },
    "describe tells fields and values": async () => {
        const lead = await client.sobject("Lead").describe();
        assert.equal(lead.keyPrefix, "00Q");
        assert.ok(lead.fields.find((field) => field.name === "Status").picklistValues.length > 3);
        assert.ok((await client.describeGlobal()).sobjects.some((one) => one.name === "Opportunity"));
    },
    "what was saved and deleted is listed": async () => {
        const made = await client.sobject("Lead").create({ LastName: "Brief", Company: "Fabrikam" });
        const from = new Date(Date.now() - 3_600_000);
        const to = new Date(Date.now() + 3_600_000);
        assert.ok((await client.sobject("Lead").updated(from, to)).ids.includes(made.id));
        await client.sobject("Lead").destroy(made.id);
        const gone = await client.sobject("Lead").deleted(from, to);
        assert.ok(gone.deletedRecords.some((one) => one.id === made.id));
    },
    "several calls go in one": async () => {
        const answer = await client.requestPost(`/services/data/v${version}/composite`, {
            allOrNone: true,
            compositeRequest: [
                { method: "POST", url: `/services/data/v${version}/sobjects/Account`, referenceId: "a", body: { Name: "Composite" } },
                { method: "GET", url: `/services/data/v${version}/sobjects/Account/@{a.id}?fields=Name`, referenceId: "b" },
            ],
        });
        assert.equal(answer.compositeResponse[1].body.Name, "Composite");
    },
    "an error carries the service's code and fields": async () => {
        await assert.rejects(
            client.sobject("Lead").create({ LastName: "x".repeat(81), Company: "y" }),
            (error) => error.errorCode === "STRING_TOO_LONG" && error.data.fields[0] === "LastName",
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
