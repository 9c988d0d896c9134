// Health at a glance. What costs a call to another system is asked once; the rest is looked at again while the tab is seen.

import { ask } from "./api.js";
import { line } from "./chart.js";
import { connections, registration, switches } from "./connected.js";
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
    phases: el("nav", { "aria-label": "Deals by phase" }),
    now: el("div", { class: "grid" }),
    trouble: el("div"),
  };
  await look(view, signal);
  const once = el("div", { class: "grid" }, switches(signal), registration(signal));
  fill(root, heading("Health"), el("div", { class: "stack" }, view.trouble, view.phases, view.now, once));
  watch(view, signal);
}

async function look(view, signal) {
  const [status, counts] = await Promise.all([ask("status", { signal, also: [503] }), ask("referral-counts", { signal })]);
  view.history.add(status);
  fill(
    view.now,
    overall(status),
    systems(status),
    queues(status, view.history),
    calls(status, view.history),
    delays(status),
    usage(status),
    drift(status),
    status.connections && connections(status.connections),
  );
  fill(view.phases, countsOf(counts));
  if (view.ready !== undefined && view.ready !== status.ready) {
    announce(status.ready ? "All is well again." : "Not all is well.");
  }
  view.ready = status.ready;
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

function overall(status) {
  return card(
    "Overall",
    el("p", {}, status.ready ? tag("All is well", "good") : tag("Not all is well", "bad")),
    facts([
      ["Version", status.version],
      ["Build", el("code", {}, status.commit)],
      ["Missing functions", (status.missingFunctions ?? []).join(", ")],
    ]),
    el("p", {}, el("a", { href: "#/doctor" }, "Ask the doctor")),
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
    el("p", { class: "hint" }, "Messages waiting since this page was opened"),
    line("Messages waiting, latest " + (history.waiting.at(-1) ?? 0), history.waiting),
  );
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
    el("p", { class: "hint" }, "Of the instance that answered, since it started. Calls a minute since this page was opened:"),
    line("Calls a minute, latest " + (rates.at(-1) ?? 0), rates),
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
