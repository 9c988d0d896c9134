// Does an operator's work in the console, in a real browser, against running functions.
// Usage: node check.mjs <file>: JSON with app (address), key, control (the sandbox's), chromium (program), pictures
// (directory), and deals: what the caller prepared, see OperatorInBrowserTest.
// Prints one line per promise; exits 1 at the first that is broken.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const { app, key, control, chromium, pictures, deals } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PATIENCE_MILLIS = 40_000;
const OPERATOR = "Kim Akers";

mkdirSync(pictures, { recursive: true });
const browser = await puppeteer.launch({
  executablePath: chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run"],
});
const page = await browser.newPage();
await page.setViewport({ width: 1280, height: 860 });
page.setDefaultTimeout(PATIENCE_MILLIS);

/** A colour that is on its way to another one has no contrast to measure. */
const STILL = { name: "prefers-reduced-motion", value: "reduce" };
await page.emulateMediaFeatures([STILL]);

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
  return expectedStatus !== undefined && message.text().includes(`status of ${expectedStatus}`);
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

async function goes(hash) {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
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

async function picture(name) {
  await page.screenshot({ path: join(pictures, name + ".png") });
}

// The rules of axe that need the page's own sizes run at both widths; its script comes from here, past the page's policy.
async function isAccessible(view) {
  for (const width of [1280, 320]) {
    await page.setViewport({ width, height: 860 });
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
    assert.deepEqual(found, [], `${view} at ${width} px`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(overflow <= 0, `${view} is ${overflow} px too wide at ${width} px`);
  }
  await picture(view + "-narrow");
  await page.setViewport({ width: 1280, height: 860 });
}

// --- What operators are promised ---

const promises = {
  "a stranger sees a page without data, and a wrong key is refused with what to do": async () => {
    await page.goto(`${app}/api/console#/deals?phase=HELD`, { waitUntil: "networkidle0" });
    assert.match(await text(), /Function key/);
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
  "health shows systems, queues, calls, delays and the registration": async () => {
    await goes("#/health");
    await sees("All is well", "Partner Center", "crm-updates", "reads", "Webhook registration", "ours");
    await sees("Sign-in and secrets", "Switches", "live");
    await picture("health");
    await isAccessible("health");
  },
  "the doctor says what was looked at and how it is, all of it or one thing again": async () => {
    await goes("#/doctor");
    await sees("partner-center-sign-in", "crm-rights", "in order", "Found");
    await picture("doctor");
    await isAccessible("doctor");
    await presses("Check again: storage");
    await page.waitForFunction(() => document.getElementById("news").textContent === "storage: in order");
  },
  "a held deal is found in its list, says why, and goes on when it is put right and synced": async () => {
    await goes("#/deals?phase=HELD");
    await sees(deals.held.name);
    await picture("held");
    await isAccessible("list");
    await presses(deals.held.name, "link");
    await sees("CUS-01", "country", "What to do", "Enter the country");
    await picture("held-deal");
    await elsewhere("POST", "event-faults", { service: "dynamics", effect: "drop", count: 1 });
    await elsewhere("PATCH", "dynamics/records/account/" + deals.held.account, { address1_country: "Sweden" });
    await presses("Sync now");
    await confirms();
    await sees("In step", "Nothing.");
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
    await sees(deals.conflict.name, "notes", "call in June");
    await picture("conflicts");
    await isAccessible("conflicts");
    await presses("Keep the CRM's");
    await confirms();
    await until("the CRM's note in Partner Center", async () =>
      (await elsewhere("GET", "partner-center/referrals/" + deals.conflict.referral)).details.notes === "call in June",
    );
    await sees("There is none.");
  },
  "parked messages are seen by problem and by deal; many are counted, then asked for, then followed, and can be stopped": async () => {
    await goes("#/parked");
    await sees("By problem: 4 in all", "NET-02", "NET-03", "By deal", deals.accepted.referral, "The whole message");
    await picture("parked");
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
      Number((await elsewhere("GET", "dynamics/records/opportunity/" + deals.parked.record)).values.estimatedvalue) === deals.parked.value,
    );
  },
  "a deal is found by words of its name, and by any of its ids": async () => {
    await goes("#/deals");
    await types("Find by id or name", "hero quarterly");
    expectedStatus = 404;
    await page.keyboard.press("Enter");
    await sees("Deals named", deals.accepted.name);
    expectedStatus = undefined;
    await types("Find by id or name", deals.accepted.record.toUpperCase());
    await page.keyboard.press("Enter");
    await sees("Both sides", deals.accepted.name);
  },
  "hostile texts are shown as texts, in every view": async () => {
    for (const hash of ["#/deals?phase=IN_STEP", "#/deals/" + deals.hostile.referral, "#/ignored", "#/reconcile"]) {
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
    await goes("#/deals/" + encodeURIComponent(deals.hostile.name));
    expectedStatus = 404;
    await sees("IN-05");
    expectedStatus = undefined;
  },
  "both systems are compared on request, with progress": async () => {
    await goes("#/reconcile");
    await presses("Compare now");
    await confirms();
    await sees("The latest walks", "Compared");
  },
  "it works with the keyboard alone, and follows the reader's colours": async () => {
    await goes("#/health");
    await sees("Overall");
    await page.emulateMediaFeatures([STILL, { name: "prefers-color-scheme", value: "dark" }]);
    await isAccessible("health-dark");
    await picture("health-dark");
    await page.emulateMediaFeatures([STILL]);
    await page.focus("#skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  },
  "signing out forgets the key": async () => {
    await presses("Sign out");
    await sees("Function key");
    assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  },
  "the link on a record opens its timeline without a key, and nothing can be done there": async () => {
    const row = await elsewhere("GET", "dynamics/records/opportunity/" + deals.accepted.record);
    const link = row.values.cosell_timeline;
    await page.goto(link, { waitUntil: "networkidle0" });
    await sees("Timeline", deals.accepted.name);
    assert.equal(await page.$$eval("main button", (buttons) => buttons.length), 0);
    await isAccessible("timeline");
    expectedStatus = 404;
    await goes(new URL(link).hash.replace(deals.accepted.referral, deals.hostile.referral));
    await sees("IN-05");
    expectedStatus = undefined;
  },
};

try {
  for (const [promise, keep] of Object.entries(promises)) {
    await keep();
    assert.deepEqual(complaints, [], promise);
    console.log("kept: " + promise);
  }
} catch (broken) {
  await picture("broken");
  console.log(broken.stack);
  process.exitCode = 1;
} finally {
  await browser.close();
}
