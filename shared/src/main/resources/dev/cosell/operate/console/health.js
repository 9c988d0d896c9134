// Health at a glance. What costs a call to another system is asked once; the rest is looked at again while the tab is seen.

import { ask } from "./api.js";
import { attention } from "./attention.js";
import { line } from "./chart.js";
import { awaited, connections, registration, switches } from "./connected.js";
import { announce, el, facts, fill, isStopped, moment, pause } from "./dom.js";
import { failure, heading, problem, tag } from "./parts.js";
import { usage } from "./usage.js";
import { PHASES, system } from "./words.js";

const EVERY_MILLIS = 10_000;
/** An hour of looks. */
const KEPT = 360;

/** Figures since the view was opened, for the charts. */
class History {
  #looks = [];

  add(status) {
    const sum = (group, members) =>
      Object.values(status[group] ?? {}).reduce((total, each) => total + members.reduce((of, name) => of + (each[name] ?? 0), 0), 0);
    this.#looks.push({
      at: Date.now(),
      calls: sum("calls", ["reads", "writes"]),
      waiting: Object.values(status.waiting ?? {}).reduce((total, each) => total + each, 0),
    });
    this.#looks.splice(0, this.#looks.length - KEPT);
  }

  get waiting() {
    return this.#looks.map(({ waiting }) => waiting);
  }

  /** Calls per minute between one look and the next; another instance may have answered, so never below zero. */
  get callsPerMinute() {
    return this.#looks
      .slice(1)
      .map((look, index) => Math.max(0, Math.round(((look.calls - this.#looks[index].calls) * 60_000) / (look.at - this.#looks[index].at))));
  }
}

async function show(root, { signal }) {
  const view = {
    history: new History(),
    verdict: el("section", { "aria-labelledby": "verdict" }),
    phases: el("nav", { "aria-label": "Deals by phase" }),
    now: el("div", { class: "flow" }),
    trouble: el("div"),
    once: el("div", {}, awaited("Webhook registration")),
  };
  await look(view, signal);
  fill(root, heading("Health"), el("div", { class: "stack" }, view.trouble, view.verdict, view.phases, view.now));
  askRegistration(view, signal);
  watch(view, signal);
}

async function look(view, signal) {
  const [status, counts] = await Promise.all([ask("status", { signal, also: [503] }), ask("referral-counts", { signal })]);
  view.history.add(status);
  fill(
    view.now,
    systems(status),
    queues(status, view.history),
    usage(status),
    delays(status),
    calls(status, view.history),
    status.connections && connections(status.connections, more("#/connections", "Sign in, reconnect")),
    status.switches && switches(status.switches, more("#/connections", "Turn switches")),
    view.once,
    drift(status),
    version(status),
  );
  fill(view.phases, countsOf(counts));
  Object.assign(view, { status, counts });
  judge(view);
}

/** It costs a call of Partner Center, so it is asked once, and nothing waits for it. */
async function askRegistration(view, signal) {
  try {
    view.registration = await ask("webhook-registration", { signal });
    fill(view.once, registration(view.registration, more("#/connections", "Register, test, give back")));
    judge(view);
  } catch (error) {
    if (!isStopped(error)) {
      fill(view.once, awaited("Webhook registration", error));
    }
  }
}

/** One sentence, and what to do first. It is drawn, and said aloud, only when it is another one. */
function judge(view) {
  const wanted = attention(view);
  const said = JSON.stringify(wanted);
  if (said === view.said) {
    return;
  }
  const sentence = verdict(wanted);
  view.verdict.className = "card verdict " + (wanted[0]?.tone ?? "good");
  fill(
    view.verdict,
    el("h2", { id: "verdict" }, sentence),
    wanted.length > 0 && el("ol", { class: "attention" }, wanted.map(({ tone, text, href }) => el("li", { class: tone }, el("a", { href }, text)))),
  );
  if (view.said !== undefined) {
    announce(sentence);
  }
  view.said = said;
}

function verdict(wanted) {
  if (wanted.length === 0) {
    return "All is well. There is nothing to do.";
  }
  const one = wanted.length === 1;
  return wanted.some(({ tone }) => tone === "bad")
    ? `Not all is well: ${one ? "one thing wants attention." : wanted.length + " things want attention, this first."}`
    : `Deals are kept in step. ${one ? "One thing waits" : wanted.length + " things wait"} for somebody.`;
}

/** Until the view is left. What goes wrong once is shown until a look succeeds again. */
async function watch(view, signal) {
  while (!signal.aborted) {
    try {
      await pause(EVERY_MILLIS, signal);
      if (!document.hidden) {
        await look(view, signal);
        fill(view.trouble);
      }
    } catch (error) {
      if (!isStopped(error)) {
        fill(view.trouble, failure(error));
      }
    }
  }
}

function card(title, ...content) {
  return el("section", { class: "card" }, el("h2", {}, title), content);
}

function more(href, text) {
  return el("p", { class: "more" }, el("a", { href }, text));
}

function version(status) {
  return card(
    "Version",
    facts([
      ["Version", status.version],
      ["Build", el("code", {}, status.commit)],
      ["Missing functions", (status.missingFunctions ?? []).join(", ")],
    ]),
    more("#/doctor", "Ask the doctor"),
  );
}

function systems(status) {
  const well = { ok: ["ok", "good"], failing: ["failing", "warn"] };
  return card(
    "Systems",
    facts(
      Object.entries(status.systems).map(([name, word]) => [system(name), tag(...(well[word] ?? ["paused: " + word, "bad"]))]),
    ),
    Object.values(status.problems ?? {}).map((each) => problem(each)),
  );
}

function queues(status, history) {
  const names = Object.keys(status.waiting);
  return card(
    "Queues",
    facts(
      names.map((name) => [name, queueWords(name, status)]),
      "figures",
    ),
    drawn("Messages waiting since this page was opened", "Messages waiting", history.waiting),
  );
}

/** A chart with its words, as soon as there is a line to draw. */
function drawn(caption, label, figures) {
  return figures.length > 1 && [el("p", { class: "hint" }, caption), line(`${label}, latest ${figures.at(-1)}`, figures)];
}

function queueWords(name, status) {
  const parked = status.parked[name] ?? 0;
  const oldest = status.oldestSeconds?.[name];
  return [
    `${status.waiting[name]} waiting`,
    oldest !== undefined && `, the oldest for ${age(oldest)}`,
    parked > 0 && [", ", el("a", { href: "#/parked?queue=" + encodeURIComponent(name) }, `${parked} parked`)],
  ];
}

function age(count) {
  return count < 90 ? `${count} s` : count < 5400 ? `${Math.round(count / 60)} min` : `${Math.round(count / 3600)} h`;
}

function seconds(millis) {
  return (millis / 1000).toFixed(1) + " s";
}

function calls(status, history) {
  const rates = history.callsPerMinute;
  return card(
    "Calls",
    facts(
      Object.entries(status.calls).map(([name, count]) => [
        system(name),
        [
          `${count.reads} reads, ${count.writes} writes, ${count.unanswered} unanswered`,
          count.told && `; of everybody in 24 hours ${count.told.used} of ${count.told.allowed} allowed`,
        ],
      ]),
    ),
    el("p", { class: "hint" }, "Of the instance that answered, since it started."),
    drawn("Calls a minute since this page was opened", "Calls a minute", rates),
  );
}

function delays(status) {
  const ways = [
    ["To the CRM", status.delays.toCrm],
    ["To Partner Center", status.delays.toPartnerCenter],
  ];
  return card(
    "How long changes take",
    ways.map(([name, way]) => [
      facts([[name, way.changes === 0 ? "no change yet" : `${way.changes} changes; half within ${seconds(way.p50Millis)}, 95 in 100 within ${seconds(way.p95Millis)}`]]),
      (way.latestMillis ?? []).length > 1 && line(`${name}, milliseconds of the latest changes, last ${way.latestMillis.at(-1)}`, way.latestMillis),
    ]),
  );
}

function drift(status) {
  const map = status.fieldMap;
  return card(
    "Field map",
    map
      ? facts([
          ["Compared", moment(map.checkedAt)],
          ["Version", map.version],
          ["Faults", map.faults === 0 ? tag("none", "good") : tag(String(map.faults), "bad")],
          ["Values off the lists", map.values],
        ])
      : el("p", { class: "quiet" }, "Not compared with the CRM yet; that happens once a day."),
    more("#/field-map", "Its versions"),
  );
}

function countsOf(counts) {
  return el(
    "ul",
    { class: "tiles" },
    Object.entries(counts).map(([name, { pairs, orMore }]) =>
      el("li", { class: pairs > 0 && PHASES[name]?.tone }, el("a", { href: "#/deals?phase=" + name }, el("strong", {}, pairs + (orMore ? "+" : "")), PHASES[name]?.word ?? name)),
    ),
  );
}

export default { path: "health", title: "Health", show };
