// First load and migration: a dry run tells what belongs together, a person decides what is not clear, a run does the rest.

import { ask, command, query, signed } from "./api.js";
import { attempt } from "./actions.js";
import { announce, el, facts, fill, isStopped, moment, offer, pause } from "./dom.js";
import { action, dealLink, failure, heading, loading, phase, shortened, table, tabs, tag } from "./parts.js";
import { fieldName } from "./words.js";

const EVERY_MILLIS = 5_000;
const USUAL_RATE = 120;
const LARGEST_RATE = 600;

/** Verdicts with what they mean for a run, in the order of the tabs. */
const VERDICTS = {
  link: ["To be linked", ""],
  create: ["To be made", ""],
  ambiguous: ["To be decided", "warn"],
  orphaned: ["Other half is gone", "bad"],
  "left-alone": ["Left alone", ""],
  paired: ["Deals already", "good"],
  unreadable: ["Could not be judged", "bad"],
};
const STAGES = {
  clearing: "what an earlier look found is removed",
  referrals: "Partner Center's referrals",
  records: "the CRM's records",
  counting: "what was found is counted",
  queueing: "what is clear is queued",
};
const STATES = { running: ["under way", ""], paused: ["paused", "warn"], cancelled: ["given up", "warn"], done: ["done", "good"] };
const ENDS = {
  "to-crm": "the record gets the referral's value",
  "to-partner-center": "the referral gets the record's value",
  held: "a person decides",
  "kept-apart": "both keep theirs",
};

async function show(root, { parameters, signal }) {
  const verdict = parameters.get("verdict") ?? "";
  const [progress, page] = await Promise.all([
    ask("backfill", { signal }),
    ask("backfill/findings" + query({ verdict, next: parameters.get("next") }), { signal }),
  ]);
  const outcome = el("div", {});
  const after = { outcome, again: () => show(root, { parameters, signal }), signal };
  const job = el("div", { "aria-live": "polite" });
  fill(
    root,
    heading("First load and migration"),
    el(
      "p",
      { class: "quiet" },
      "Finds out which referrals and records belong together, also those that Microsoft's own connector left. A dry run writes nothing to either system.",
    ),
    choices(progress, after),
    outcome,
    el("div", { class: "grid halves" }, job, progress.report && report(progress.report)),
    !progress.job && el("p", { class: "card" }, "Nothing was looked at yet. A dry run is the first step."),
    progress.job && findings(page, verdict, progress.job.found, after),
  );
  if (progress.job) {
    fill(job, standing(progress.job));
    follow(job, progress.job, after);
  }
}

/** What can be done as it stands; the findings may be had by everybody who sees them. */
function choices({ job, report: last }, after) {
  const open = job && (job.state === "running" || job.state === "paused");
  return el(
    "div",
    { class: "buttons" },
    !open && action({ class: last?.fresh ? false : "first", onclick: () => start("dryRun", after) }, "Dry run"),
    !open && last?.fresh && action({ class: "first", onclick: () => start("run", after) }, "Run"),
    job?.state === "running" && turn("pause", "Pause", after),
    job?.state === "paused" && turn("resume", "Go on", after),
    open && turn("cancel", "Give up", after),
    job && el("button", { type: "button", onclick: () => download(after) }, "Download the findings"),
  );
}

function start(mode, after) {
  const runs = mode === "run";
  return attempt(
    {
      title: runs ? "Start the run?" : "Start a dry run?",
      text: runs
        ? "It does what the report says: deals are linked, missing halves are made, and both sides brought in step."
        : "It looks at every referral and at every record that names one or is shared. It writes nothing to either system.",
      confirm: runs ? "Run" : "Dry run",
      irreversible: runs,
      fields: [
        { name: "perMinute", label: "Deals a minute", kind: "number", min: 1, max: LARGEST_RATE, required: true, value: USUAL_RATE },
        runs && { name: "flowsAreOff", kind: "check", label: "The flows of Microsoft's own connector are switched off" },
      ].filter(Boolean),
    },
    ({ perMinute, flowsAreOff }) =>
      command("backfill", { mode, perMinute: Number(perMinute), ...(runs ? { flowsAreOff } : {}), ...signed() }),
    { ...after, done: "It has begun." },
  );
}

function turn(verb, text, after) {
  return action(
    {
      class: verb === "cancel" ? "last" : false,
      onclick: () =>
        attempt(
          { title: `${text}?`, text: "What is queued already is worked off in any case.", confirm: text },
          () => command("backfill/" + verb),
          after,
        ),
    },
    text,
  );
}

/** Many findings are several files: each has its heading, for a spreadsheet. */
async function download({ outcome, signal }) {
  try {
    fill(outcome, loading("Fetching…"));
    let next = null;
    for (let part = 1; part === 1 || next; part++) {
      const file = await ask("backfill/findings.csv" + query({ next }), { signal, file: true });
      offer(`backfill-findings${part === 1 ? "" : "-" + part}.csv`, file.text);
      ({ next } = file);
    }
    fill(outcome);
  } catch (error) {
    if (!isStopped(error)) {
      fill(outcome, failure(error));
    }
  }
}

function standing(job) {
  return el(
    "section",
    { class: "card", "aria-label": "The latest job" },
    el("p", {}, job.mode === "run" ? "Run: " : "Dry run: ", tag(...STATES[job.state])),
    facts([
      ["At", job.state === "running" && (job.table ? `records of table ${job.table}` : STAGES[job.stage])],
      ["Found", String(total(job.found))],
      ["Queued", job.mode === "run" && String(job.queued)],
      ["Minutes left", job.minutesLeft !== undefined && String(job.minutesLeft)],
      ["So far", job.perMinuteSoFar !== undefined && `${job.perMinuteSoFar} a minute`],
      ["Asked for", [`by ${job.by}, `, moment(job.startedAt)]],
      ["Ended", job.finishedAt && moment(job.finishedAt)],
      ["It does not get on", job.problem],
    ]),
  );
}

function report({ finishedAt, found, fresh, expected }) {
  return el(
    "section",
    { class: "card", "aria-label": "The report" },
    el("h2", {}, "Report of ", moment(finishedAt), " ", fresh ? tag("a run may rely on it", "good") : tag("too old for a run", "warn")),
    facts([
      ...Object.entries(VERDICTS).map(([verdict, [word]]) => [word, found[verdict] > 0 && String(found[verdict])]),
      ["Linked and different in some field", found.differing > 0 && String(found.differing)],
      ["A run queues", `${expected.deals} deals in about ${expected.minutes} minutes`],
      ["Calls expected", `${expected.partnerCenterCalls} to Partner Center, ${expected.crmCalls} to the CRM`],
    ]),
  );
}

function findings(page, verdict, found, after) {
  const address = (word) => "#/migration" + query({ verdict: word });
  return el(
    "section",
    { "aria-label": "What was found" },
    tabs("Findings by verdict", [
      { href: address(""), text: "All", count: total(found), current: verdict === "" },
      ...Object.entries(VERDICTS).map(([word, [text]]) => ({ href: address(word), text, count: found[word], current: verdict === word })),
    ]),
    page.items.length === 0
      ? el("p", { class: "card" }, "There is none.")
      : el(
          "div",
          { class: "card" },
          table(
            "Findings",
            [
              { name: "Deal", style: "wide", show: deal },
              { name: "Verdict", show: ({ verdict: word }) => tag(...VERDICTS[word]) },
              { name: "Why", style: "wide", show: ({ evidence }) => evidence.map((why) => el("p", {}, why)) },
              { name: "Fields that differ", show: differences },
              { name: "Now", show: (finding) => (finding.phase ? phase(finding.phase) : finding.queued ? "queued" : "–") },
              { name: "Decide", show: (finding) => decisions(finding, after) },
            ],
            page.items,
          ),
        ),
    page.next && el("p", {}, el("a", { href: "#/migration" + query({ verdict, next: page.next }) }, "Further findings")),
  );
}

/** A link, where it is a deal already. */
function deal({ name, subject, phase: known }) {
  return known ? dealLink(subject, name) : name || el("span", { class: "id" }, subject);
}

function differences({ differences: all }) {
  return all.length === 0
    ? "–"
    : el(
        "details",
        {},
        el("summary", {}, all.length === 1 ? "1 field differs" : `${all.length} fields differ`),
        all.map(({ field, partnerCenter, crm, end, why }) =>
          facts([
            ["Field", el("strong", {}, fieldName(field))],
            ["Partner Center", said(partnerCenter)],
            ["CRM", said(crm)],
            ["Then", ENDS[end] + (why ? ` (${why})` : "")],
          ]),
        ),
      );
}

function said(value) {
  return value === "" ? el("span", { class: "quiet" }, "nothing") : shortened(value);
}

/** Only a referral is decided about; what became of it is told instead once it was. */
function decisions({ subject, verdict, decided, records, name }, after) {
  if (verdict !== "ambiguous" || !subject.startsWith("pc|")) {
    return "–";
  }
  if (decided) {
    return "decided: " + decided;
  }
  const referralId = subject.slice("pc|".length);
  return [
    records.map((record) => el("p", {}, el("span", { class: "id" }, record), " ", decide({ referralId, record }, "Link", `Link ${record}`, name, after))),
    decide({ referralId, create: true }, "Make another record", "Make another record", name, after) || "not decided",
  ];
}

/** @param label what the button does, for those who do not see what stands beside it */
function decide(choice, text, label, name, after) {
  return action(
    {
      "aria-label": label,
      onclick: () =>
        attempt(
          { title: `${label}?`, text: `For “${name}”. The other records stay as they are.`, confirm: text },
          () => command("backfill/decisions", { ...choice, ...signed() }),
          { ...after, done: "Decided. A worker does it now." },
        ),
    },
    text,
  );
}

function total(found) {
  return Object.keys(VERDICTS).reduce((sum, verdict) => sum + found[verdict], 0);
}

/** While it is under way only what changed is drawn, so only that is said aloud; at its end the whole view is. */
async function follow(region, begun, after) {
  let job = begun;
  try {
    while (job.state === "running") {
      await pause(EVERY_MILLIS, after.signal);
      if (!region.isConnected) {
        return;
      }
      const now = (await ask("backfill", { signal: after.signal })).job;
      if (now.state !== "running") {
        await after.again();
        announce(`It is ${STATES[now.state][0]}.`);
        return;
      }
      if (JSON.stringify(now) !== JSON.stringify(job)) {
        job = now;
        fill(region, standing(job));
      }
    }
  } catch (error) {
    if (!isStopped(error)) {
      fill(after.outcome, failure(error));
    }
  }
}

export default { path: "migration", title: "First load", show };
