// Does an operator's work in the console, in a real browser, against running functions.
// Usage: node check.mjs <file>: JSON with app (address), key, control (the sandbox's), chromium (program), pictures
// (directory), row (where the CRM keeps a deal) and deals: what the caller prepared, see OperatorInBrowserContract.
// Prints one line per promise, with the time it took; exits 1 at the first that is broken.
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const { app, key, control, chromium, pictures, row, deals } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PATIENCE_MILLIS = 40_000;
const OPERATOR = "Kim Akers";
const VIEWS = ["health", "deals", "conflicts", "parked", "discarded", "ignored", "reconcile", "migration", "connections", "field-map", "doctor"];

mkdirSync(pictures, { recursive: true });
const browser = await puppeteer.launch({
  executablePath: chromium,
  // The sandbox's sign-in has a certificate of its own.
  acceptInsecureCerts: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run"],
});
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 860 });
page.setDefaultTimeout(PATIENCE_MILLIS);

/** A colour that is on its way to another one has no contrast to measure. */
const STILL = { name: "prefers-reduced-motion", value: "reduce" };
await page.emulateMediaFeatures([STILL]);

const downloads = mkdtempSync(join(tmpdir(), "console-downloads-"));
const devtools = await browser.target().createCDPSession();
await devtools.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads });

const complaints = [];
page.on("console", (message) => {
  if (["error", "warn"].includes(message.type()) && !isExpected(message)) {
    complaints.push(`${message.type()}: ${message.text()} ${message.location().url ?? ""}`);
  }
});
page.on("pageerror", (error) => complaints.push("exception: " + error.message));
page.on("dialog", (dialog) => complaints.push("dialog: " + dialog.message()));

/** The browser itself writes a line for every answer above 399, also where the page asked on purpose. */
let expectedStatus;
function isExpected(message) {
  return [expectedStatus ?? []].flat().some((status) => message.text().includes(`status of ${status}`));
}

// --- A person's eyes and hands ---

const text = () => page.$eval("main", (main) => main.innerText);

async function sees(...words) {
  const wanted = words.map((word) => (typeof word === "string" ? word.toLowerCase() : word));
  await page
    .waitForFunction(
      (parts) => {
        const shown = document.querySelector("main").innerText.toLowerCase();
        return parts.every((part) => shown.includes(part));
      },
      { polling: 200 },
      wanted,
    )
    .catch(async () => assert.fail(`expected to see ${words.join(", ")}; found:\n${await text()}`));
}

/** What a screen reader says when long work is done. */
async function hears(words) {
  await page.waitForFunction((wanted) => document.getElementById("news").textContent === wanted, { polling: 200 }, words);
}

/** Follows an address, and is there once the view before it is gone. */
async function goes(hash) {
  await page.evaluate((to) => {
    document.querySelector("main h1")?.setAttribute("data-left", "");
    if (location.hash === to) {
      dispatchEvent(new HashChangeEvent("hashchange"));
    } else {
      location.hash = to;
    }
  }, hash);
  await page.waitForFunction(() => document.querySelector("main h1:not([data-left])") !== null);
}

/** Presses the tabulator until the focus is on what is called so. */
async function tabsTo(name) {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent.trim());
    if (focused === name) {
      return;
    }
  }
  assert.fail(`expected to come to ${name} with the tabulator`);
}

async function downloaded(name) {
  const file = join(downloads, name);
  await until("the download of " + name, async () => existsSync(file));
  return readFileSync(file, "utf8");
}

/** Presses what is called so; a button or a link, as a screen reader names it. */
async function presses(name, role = "button", within = "") {
  const element = await page.locator(`${within} ::-p-aria([name="${name}"][role="${role}"])`.trim()).waitHandle();
  await element.click();
}

async function types(label, value) {
  const element = await page.locator(`::-p-aria([name="${label}"])`).waitHandle();
  await element.evaluate((field) => {
    field.value = "";
  });
  await element.type(value);
}

/** Confirms the question that is asked; every action asks one. */
async function confirms() {
  await page.waitForSelector("dialog[open] button[type=submit]");
  await page.click("dialog[open] button[type=submit]");
  await page.waitForSelector("dialog[open]", { hidden: true });
}

/** Turns what is asked for on, whatever the doctor warns of; each warning is shown first. */
async function acceptsWarnings(...shown) {
  await sees("LIVE-04", "To be put right, or accepted", "What to do", ...shown);
  await presses("Accept warnings");
  await page.waitForSelector("dialog[open]");
  await page.$$eval("dialog[open] input[type=checkbox]", (boxes) => boxes.forEach((box) => box.click()));
  await confirms();
}

/** What a script of the operator's asks of the app. */
async function script(method, path, body) {
  const response = await fetch(`${app}/api/${path}`, {
    method,
    headers: { "x-functions-key": key, "content-type": "application/json" },
    body: body && JSON.stringify(body),
  });
  const answer = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${answer}`);
  return JSON.parse(answer);
}

/** Microsoft's, the sellers' and other people's doings outside the console. */
async function elsewhere(method, path, body) {
  const response = await fetch(`${control}/_sandbox/${path}`, { method, body: body && JSON.stringify(body) });
  const answer = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${answer}`);
  return answer === "" ? {} : JSON.parse(answer);
}

async function until(what, condition) {
  const end = Date.now() + PATIENCE_MILLIS;
  while (Date.now() < end) {
    if (await condition()) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  assert.fail("expected " + what);
}

/** A column of a record, as the CRM shows it. */
async function column(record, name) {
  const found = await elsewhere("GET", row.route + record);
  return (found.values ?? found)[name];
}

const inDark = (scheme) => page.emulateMediaFeatures([STILL, { name: "prefers-color-scheme", value: scheme }]);

async function picture(name) {
  await page.screenshot({ path: join(pictures, name + ".png"), fullPage: true });
}

/**
 * No rule of axe is broken, wide and light as well as narrow and dark, and nothing is wider than the screen. Axe's script
 * comes from here, past the page's policy.
 */
async function isAccessible(view) {
  for (const [width, scheme] of [
    [1280, "light"],
    [320, "dark"],
  ]) {
    await inDark(scheme);
    await page.setViewport({ width, height: 860 });
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
    assert.deepEqual(found, [], `${view} at ${width} px, ${scheme}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(overflow <= 0, `${view} is ${overflow} px too wide at ${width} px`);
  }
  await picture(view + "-narrow-dark");
  await inDark("light");
  await page.setViewport({ width: 1280, height: 860 });
}

// --- What operators are promised ---

const promises = {
  "a stranger sees a page without data, and a wrong key is refused with what to do": async () => {
    await page.goto(`${app}/api/console#/deals?phase=HELD`, { waitUntil: "networkidle0" });
    await sees("Sign in with Microsoft");
    assert.doesNotMatch(await text(), /Held/);
    await page.click("summary");
    expectedStatus = 401;
    await types("Function key", "wrong");
    await presses("Open the console");
    await sees("The key is not accepted");
    expectedStatus = undefined;
    await isAccessible("sign-in");
  },
  "the address leads on after signing in, and the key stays in the tab": async () => {
    await types("Function key", key);
    await types("Your name", OPERATOR);
    await presses("Open the console");
    await sees("Deals: Held");
    assert.ok(!page.url().includes(key));
    assert.equal(await page.evaluate(() => localStorage.length + document.cookie.length), 0);
  },
  "health says in one sentence how things are and what to do first, and shows all that it knows": async () => {
    await goes("#/health");
    await sees("1 deal without the other half", "2 deals held");
    assert.match(await text(), /Deals are kept in step\. \d things wait|Not all is well: \d things want attention/);
    await sees("Partner Center", "crm-updates", "reads", "Webhook registration", "ours", "Sign-in and secrets", "Switches", "live");
    await picture("health");
    await isAccessible("health");
  },
  "a first load begins with a dry run that writes nothing, shows how far it is, and can be given up": async () => {
    await script("POST", "switches", { paused: true });
    const arrived = await elsewhere("POST", "partner-center/referrals", deals.alike.arrives);
    deals.alike.referral = arrived.id;
    await goes("#/migration");
    await sees("Nothing was looked at yet");
    await isAccessible("first-load-empty");
    await presses("Dry run");
    await types("Deals a minute", "1");
    await confirms();
    await sees("Dry run:", "under way", "by " + OPERATOR, "Give up");
    await isAccessible("first-load-under-way");
    await presses("Give up");
    await confirms();
    await sees("given up");
    await presses("Dry run");
    await confirms();
    await sees("a run may rely on it", "Calls expected");
  },
  "what a first load cannot tell is decided by a person, and done": async () => {
    await goes("#/migration");
    await sees("Deals already", "To be decided", deals.hostile.name);
    await picture("first-load");
    await isAccessible("first-load");
    await presses("Download the findings");
    assert.match(await downloaded("backfill-findings.csv"), /^\uFEFF"verdict"/);
    await goes("#/migration?verdict=ambiguous");
    await sees(deals.alike.name, "some look like it");
    await isAccessible("first-load-ambiguous");
    const link = (await buttons()).find((name) => name.startsWith("Link ") && name.endsWith(deals.alike.record));
    await presses(link);
    await confirms();
    await sees("decided:");
    await script("POST", "switches", { paused: false });
    await until("the referral to be a deal with that record", async () => {
      const { items } = await script("GET", "referrals?phase=in_step&limit=200");
      return items.some((deal) => JSON.stringify(deal).includes(deals.alike.referral) && JSON.stringify(deal).includes(deals.alike.record));
    });
  },
  "the doctor says what was looked at and how it is, all of it or one thing again": async () => {
    await goes("#/doctor");
    await sees("Partner Center sign-in", "CRM rights", "in order", "Found");
    await picture("doctor");
    await isAccessible("doctor");
    await presses("Check again: Storage");
    await page.waitForFunction(() => document.getElementById("news").textContent === "Storage: in order");
    await presses("Save the support bundle");
    assert.ok(JSON.parse(await downloaded("support-bundle.json")));
  },
  "a held deal is found in its list, says why, and goes on when it is put right": async () => {
    await goes("#/deals?phase=HELD");
    await sees(deals.held.name);
    await picture("held");
    await isAccessible("list");
    await presses(deals.held.name, "link");
    await sees("CUS-01", "country", "What to do", "Enter the country");
    await picture("held-deal");
    await presses("Enter the country");
    await types("Country", "Sweden");
    await confirms();
    await sees("In step", "Nothing.");
  },
  "what an event did not tell is there after a sync": async () => {
    await goes("#/deals/" + deals.accepted.referral);
    await sees("1000");
    await elsewhere("POST", "event-faults", { service: "webhooks", effect: "drop", count: 1 });
    await elsewhere("POST", `partner-center/referrals/${deals.accepted.referral}/edit`, { details: { dealValue: 4711 } });
    await presses("Sync now");
    await confirms();
    await sees("4711");
    assert.equal(Number(await column(deals.accepted.record, row.value)), 4711);
  },
  "one deal is one page: both sides, why a value is what it is, and what happened": async () => {
    await goes("#/deals/" + deals.accepted.referral);
    await sees("Both sides", "Timeline", "deal value", deals.accepted.referral);
    await presses("Why deal value");
    await sees("Crosses", "both ways", "Nothing to do");
    await picture("deal");
    await isAccessible("deal");
  },
  "an action names who asked, and asks first": async () => {
    await goes("#/deals/" + deals.pending.referral);
    await sees("Decline");
    await presses("Decline");
    await page.waitForSelector("dialog[open]");
    assert.match(await page.$eval("dialog[open]", (dialog) => dialog.innerText), /cannot be undone/);
    await isAccessible("question");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog[open]", { hidden: true });
    await presses("Accept");
    await confirms();
    await until("the referral to be accepted", async () => (await elsewhere("GET", "partner-center/referrals/" + deals.pending.referral)).status === "Active");
    await sees(OPERATOR);
  },
  "an orphan is linked to the record that somebody made for it": async () => {
    await goes("#/deals?phase=ORPHAN");
    await sees(deals.orphan.name);
    await presses(deals.orphan.name, "link");
    await sees("LNK-04", "Link to a record", "Create the missing half");
    expectedStatus = 400;
    await presses("Link to a record");
    await types("Id of the record", "this is / no id");
    await confirms();
    await sees("IN-03", "What to do", "Correlation id");
    expectedStatus = undefined;
    await presses("Link to a record");
    await types("Id of the record", deals.orphan.record);
    await confirms();
    await sees("In step", deals.orphan.record);
  },
  "a conflict is settled for one side": async () => {
    await goes("#/conflicts");
    await sees(deals.conflict.name, "notes", "call in June", "call in July");
    await picture("conflicts");
    await isAccessible("conflicts");
    await presses("Keep the CRM's");
    await confirms();
    await until("the CRM's note in Partner Center", async () =>
      (await elsewhere("GET", "partner-center/referrals/" + deals.conflict.referral)).details.notes === "call in June",
    );
    await sees("There is none.");
  },
  "more is switched on only after everything was examined, and each warning that stays was accepted by name": async () => {
    await goes("#/connections");
    await presses("Change the mode");
    await page.select("#field-mode", "pilot");
    await types("Owners in the pilot", "ada@contoso.com, bob@contoso.com");
    await confirms();
    await sees("pilot", "ada@contoso.com, bob@contoso.com", "by " + OPERATOR);
    expectedStatus = 409;
    await presses("Change the mode");
    await page.select("#field-mode", "live");
    await confirms();
    await sees("LIVE-04", "Work");
    await picture("connections-warned");
    await isAccessible("connections-warned");
    await acceptsWarnings("parked message");
    expectedStatus = undefined;
    await sees("live", "Accepted warnings", "Turned before", "mode pilot; owners ada@contoso.com, bob@contoso.com");
  },
  "parked messages are seen by problem and by deal; many are counted, then asked for, then followed, and can be stopped": async () => {
    await goes("#/parked");
    await sees("By problem: 4 in all", "NET-02", "NET-03", "By deal", deals.accepted.referral, "The whole message");
    await picture("parked");
    await presses("Download");
    const lines = (await downloaded("parked-messages.jsonl")).trim().split("\n");
    assert.equal(lines.map((line) => JSON.parse(line)).length, 4);
    await isAccessible("parked");
    await presses("Queue again: NET-03");
    await page.waitForSelector("dialog[open]");
    assert.match(await page.$eval("dialog[open]", (dialog) => dialog.innerText), /Queue 2 messages again\?[^]*2 of NET-03/);
    await isAccessible("parked-question");
    await types("Messages a minute", "1");
    await confirms();
    await sees("Queueing NET-03 again", "under way", "by " + OPERATOR, "1 a minute");
    await isAccessible("parked-under-way");
    await presses("Stop");
    await confirms();
    await sees("stopped", "By problem: 3 in all");
    await presses("Queue again: pc|" + deals.accepted.referral);
    await confirms();
    await sees("done", "By problem: 2 in all");
  },
  "what nobody can read is discarded, with who did so and why": async () => {
    await goes("#/parked?problem=BUG-01");
    await sees("Only BUG-01", "The whole message");
    await presses("Queue all of these again");
    await sees("None of these can be queued again", "1 that nobody can read");
    await presses("Discard");
    await types("Reason", "none of ours");
    await confirms();
    await sees("Nothing is parked here.");
    await presses("What was discarded", "link");
    await sees("Discarded messages", "BUG-01", OPERATOR, "none of ours");
    await isAccessible("discarded");
  },
  "a parked message is queued again and its deal comes in step": async () => {
    await goes("#/parked?queue=crm-updates");
    await sees("NET-02", deals.parked.referral, "The whole message");
    await presses("Queue again");
    await confirms();
    await sees("Nothing is parked here.");
    await until("the value of the portal in the CRM", async () =>
      Number(await column(deals.parked.record, row.value)) === deals.parked.value,
    );
  },
  "both systems are compared on request, with progress": async () => {
    await goes("#/reconcile");
    await presses("Compare now");
    await confirms();
    await hears("The comparison is finished.");
    await sees("The latest walks");
  },
  "a revoked sign-in is noticed, and is made good with a few clicks": async () => {
    expectedStatus = 503;
    await elsewhere("POST", "login/revoke-refresh-tokens");
    await elsewhere("POST", "login/expire-tokens");
    await elsewhere("POST", `partner-center/referrals/${deals.accepted.referral}/edit`, { details: { dealValue: 5822 } });
    await goes("#/health");
    await sees("Not all is well", "Partner Center is paused: Sign-in refused");
    await picture("revoked");
    await presses("Partner Center is paused: Sign-in refused", "link");
    await sees("What the app is connected with", "AUTH-01", "What to do");
    await isAccessible("connections-refused");
    await presses("Switch off: to Partner Center");
    await confirms();
    expectedStatus = [503, 409];
    await presses("Switch on: to Partner Center");
    await confirms();
    await sees("LIVE-03", "To be put right first", "Partner Center sign-in", "AUTH-01");
    assert.ok(!(await buttons()).includes("Accept warnings"));
    await picture("connections-blocked");
    await isAccessible("connections-blocked");
    await presses("Partner Center sign-in", "link");
    await sees("Only one thing was looked at", "AUTH-01");
    await goes("#/connections");
    await presses("Sign in to Partner Center");
    await sees("Open Microsoft's sign-in");
    await presses("Open Microsoft's sign-in", "link");
    const target = await browser.waitForTarget((each) => each.url().includes("/api/sign-in/callback"));
    const signIn = await target.page();
    await signIn.waitForSelector("::-p-text(Signed in)");
    await signIn.close();
    await page.bringToFront();
    await page.waitForFunction(() => document.getElementById("news").textContent === "The sign-in has ended.");
    expectedStatus = undefined;
  },
  "a deal is found by words of its name, and by any of its ids": async () => {
    await goes("#/deals");
    await types("Find by id or name", "hero quarterly");
    expectedStatus = 404;
    await page.keyboard.press("Enter");
    await sees("Deals named", deals.accepted.name);
    expectedStatus = undefined;
    await types("Find by id or name", deals.accepted.spelledOtherwise);
    await page.keyboard.press("Enter");
    await sees("Both sides", deals.accepted.name);
  },
  "hostile texts are shown as texts, in every view": async () => {
    for (const hash of ["#/deals?phase=IN_STEP", "#/deals/" + deals.hostile.referral, "#/ignored", "#/reconcile", "#/migration"]) {
      await goes(hash);
      await page.waitForNetworkIdle();
      await isAccessible("hostile-" + hash.replace(/\W+/g, "-").slice(0, 20));
    }
    await goes("#/deals/" + deals.hostile.referral);
    await sees(deals.hostile.name);
    assert.deepEqual(
      await page.evaluate(() => [globalThis.pwned ?? "untouched", document.querySelectorAll("main img, main script, main iframe").length]),
      ["untouched", 0],
    );
    expectedStatus = 404;
    await goes("#/deals/" + encodeURIComponent(deals.hostile.name));
    await sees("IN-05");
    expectedStatus = undefined;
  },
  "what waited for the sign-in goes on by itself, and secrets are read anew on request": async () => {
    await until("the edit in the CRM", async () => Number(await column(deals.accepted.record, row.value)) === 5822);
    await goes("#/connections");
    await presses("Reconnect");
    await confirms();
    await page.waitForFunction(() => document.getElementById("news").textContent === "Both systems answer.");
  },
  "a test of the delivery is asked for": async () => {
    await presses("Test the delivery");
    await confirms();
    await sees("Test event asked for");
    await isAccessible("connections");
    await picture("connections");
  },
  "what works again is switched on, and each turn is kept with who did it": async () => {
    await presses("Switch on: to Partner Center");
    await confirms();
    await sees("Switch off: to Partner Center", "Turned before", "to Partner Center off", "by " + OPERATOR);
  },
  "the field map shows its versions, and goes back to an earlier one": async () => {
    await goes("#/field-map");
    await sees("put into use", "an operator");
    await isAccessible("field-map");
    await presses("Use the map that ships");
    await types("Note", "nobody has to be asked");
    await confirms();
    await sees("gone back to", "nobody has to be asked", OPERATOR);
  },
  "everything is paused and resumed with the keyboard alone": async () => {
    await goes("#/health");
    await sees("Systems");
    await page.focus("#skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.focus("#skip");
    await tabsTo("Connections");
    await page.keyboard.press("Enter");
    await sees("Pause", "ours");
    await tabsTo("Pause");
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open]");
    await page.keyboard.press("Escape");
    await page.waitForSelector("dialog[open]", { hidden: true });
    await tabsTo("Pause");
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open]");
    await page.keyboard.press("Enter");
    await sees("Resume", "paused");
    await tabsTo("Resume");
    await page.keyboard.press("Enter");
    await page.waitForSelector("dialog[open]");
    await page.keyboard.press("Enter");
    await sees("Pause", "live");
  },
  "signing out forgets the key": async () => {
    await presses("Sign out");
    await sees("Sign in with Microsoft");
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  },
  "the link on a record opens its timeline without a key, and nothing can be done there": async () => {
    const link = await column(deals.accepted.record, row.timeline);
    await page.goto(link, { waitUntil: "networkidle0" });
    await sees("Timeline", deals.accepted.name);
    assert.equal(await page.$$eval("main button", (buttons) => buttons.length), 0);
    await isAccessible("timeline");
    expectedStatus = 404;
    await goes(new URL(link).hash.replace(deals.accepted.referral, deals.hostile.referral));
    await sees("IN-05");
    expectedStatus = undefined;
  },
  "another site can do nothing in the name of who is signed in": async () => {
    await signsIn("ada@contoso.example", "Cosell.Operator");
    const foreign = await browser.newPage();
    await foreign.setExtraHTTPHeaders(principal("ada@contoso.example", "Cosell.Operator"));
    await foreign.goto(control + "/_sandbox/clock");
    const answers = await foreign.evaluate(async (address) => {
      const attempt = (init) => fetch(address, { method: "POST", credentials: "include", body: '{"paused":true}', ...init }).then(String, (refused) => refused.name);
      return [await attempt({ headers: { "x-cosell-console": "1" } }), await attempt({ mode: "no-cors" })];
    }, app + "/api/people/switches");
    await foreign.close();
    assert.deepEqual(answers, ["TypeError", "[object Response]"]);
    await goes("#/connections");
    await sees("live", "Pause");
  },
  "whoever has no role sees nothing, and reads what to ask for": async () => {
    await signsIn("eve@contoso.example");
    await sees("has no role here", "Cosell.Reader");
    await isAccessible("no-role");
  },
  "whoever may only look sees everything and no button that acts": async () => {
    await signsIn("bob@contoso.example", "Cosell.Reader");
    await goes("#/deals/" + deals.pending.referral);
    await sees("Both sides", deals.pending.name);
    await presses("Why deal value");
    await sees("Crosses");
    const seen = await buttons();
    for (const view of VIEWS) {
      await goes("#/" + view);
      await page
        .waitForFunction(() => document.querySelector("main [aria-busy]") === null, { polling: 200 })
        .catch(async () => assert.fail(`expected ${view} to come to rest; found:\n${await text()}`));
      seen.push(...(await buttons()));
    }
    const harmless = /^(Why .*|Find|Look again|Check again: .*|Save .*|Download|Download the findings)$/;
    assert.deepEqual(seen.filter((name) => !harmless.test(name)), []);
    await picture("reader");
    expectedStatus = 403;
    const status = await page.evaluate(async () => {
      const answer = await fetch("/api/people/switches", { method: "POST", headers: { "x-cosell-console": "1" }, body: '{"paused":true}' });
      return answer.status;
    });
    assert.equal(status, 403);
    expectedStatus = undefined;
  },
};

/** What the platform says of somebody whom it signed in, in the place of a sign-in that only Azure has. */
function principal(name, ...roles) {
  const claims = roles.map((role) => ({ typ: "roles", val: role }));
  return {
    "x-ms-client-principal-name": name,
    "x-ms-client-principal": Buffer.from(JSON.stringify({ auth_typ: "aad", role_typ: "roles", claims })).toString("base64"),
  };
}

async function signsIn(name, ...roles) {
  // What was open must not go on asking as somebody else.
  await page.goto("about:blank");
  await page.setExtraHTTPHeaders(principal(name, ...roles));
  await page.goto(`${app}/api/console#/health`);
  await sees(...(roles.length === 0 ? [name] : ["Systems"]));
}

const buttons = () => page.$$eval("main button", (all) => all.map((button) => button.getAttribute("aria-label") ?? button.textContent));

try {
  for (const [promise, keep] of Object.entries(promises)) {
    const begun = Date.now();
    await keep();
    assert.deepEqual(complaints, [], promise);
    console.log(`kept: ${promise} (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  }
} catch (broken) {
  await picture("broken");
  console.log(broken.stack);
  process.exitCode = 1;
} finally {
  rmSync(downloads, { recursive: true, force: true });
  await browser.close();
}
