// How much both systems are called, against what is allowed, and how the last seven days went.

import { line } from "./chart.js";
import { el, facts, moment } from "./dom.js";
import { tag } from "./parts.js";
import { system } from "./words.js";

const LANES = { people: "what people ask for", changes: "changes", background: "comparing and first loads" };
const WAYS = [
  ["toCrm", "to the CRM"],
  ["toPartnerCenter", "to Partner Center"],
];
const HOUR_MILLIS = 3_600_000;
const WEEK_HOURS = 168;

/** The cards of a status that has them. */
export function usage({ budget, history }) {
  return [budget && budgets(budget), history && week(history)];
}

function budgets(budget) {
  return el(
    "section",
    { class: "card" },
    el("h2", {}, "Calls and budget"),
    Object.entries(budget).map(([name, calls]) => [
      facts([
        [system(name), today(calls)],
        ["At this rate", forecast(calls)],
        ["This month", `${count(calls.month)}, about ${count(calls.monthEnd)} by its end`],
        ["Waits for calls", calls.waiting.length > 0 && tag(calls.waiting.map((lane) => LANES[lane] ?? lane).join(", "), "warn")],
      ]),
      calls.budget !== undefined &&
        el("meter", {
          min: 0,
          max: Math.max(calls.budget, 1),
          high: (calls.budget * calls.softPercent) / 100,
          value: Math.min(calls.today, calls.budget),
          "aria-label": `Calls to ${system(name)} today: ${calls.today} of ${calls.budget}`,
        }),
    ]),
    el("p", { class: "hint" }, "Of all instances; days are those of UTC."),
  );
}

function today(calls) {
  return calls.budget === undefined ? `${count(calls.today)} calls today, no limit` : `${count(calls.today)} of ${count(calls.budget)} calls today`;
}

function forecast(calls) {
  return calls.runsOutAt ? [tag("the budget ends", "warn"), " ", moment(calls.runsOutAt)] : `about ${count(calls.day)} calls today`;
}

function week(history) {
  const hours = inARow(history.hours);
  const changes = hours.map((hour) => WAYS.reduce((sum, [way]) => sum + (hour?.[way].changes ?? 0), 0));
  const calls = hours.map((hour) => Object.values(hour?.calls ?? {}).reduce((sum, each) => sum + each, 0));
  return el(
    "section",
    { class: "card" },
    el("h2", {}, "The last seven days"),
    history.hours.length === 0
      ? el("p", { class: "quiet" }, "Nothing yet.")
      : [
          chart("Changes an hour", changes),
          chart("Calls an hour", calls),
          WAYS.map(([way, words]) => delays(words, hours.map((hour) => hour?.[way]))),
          facts([["Calls for one change", history.callsPerChange]]),
        ],
  );
}

function delays(words, hours) {
  const known = hours.filter((hour) => hour?.changes > 0).map((hour) => hour.p95Millis);
  return known.length > 1 && chart(`Seconds for 95 of 100 changes ${words}, hours with changes`, known.map((millis) => Math.round(millis / 100) / 10));
}

/** One hour makes no line. */
function chart(words, figures) {
  return [
    el("p", { class: "hint" }, `${words}: latest ${count(figures.at(-1) ?? 0)}, at most ${count(Math.max(...figures, 0))}`),
    figures.length > 1 && line(`${words}, latest ${figures.at(-1)}, at most ${Math.max(...figures)}`, figures),
  ];
}

/** From the first hour with anything to the last, hours without anything between them. */
function inARow(hours) {
  const byStart = new Map(hours.map((hour) => [Date.parse(hour.hour), hour]));
  const starts = [...byStart.keys()];
  const [first, last] = [Math.min(...starts), Math.max(...starts)];
  const length = starts.length === 0 ? 0 : Math.min(WEEK_HOURS + 1, (last - first) / HOUR_MILLIS + 1);
  return Array.from({ length }, (_, index) => byStart.get(first + index * HOUR_MILLIS));
}

function count(figure) {
  return figure.toLocaleString("en");
}
