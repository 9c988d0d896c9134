// What no event told is found by comparing both systems: the latest walks, and one on request.

import { ask, command } from "./api.js";
import { askPerson } from "./dialog.js";
import { announce, el, facts, fill, isStopped, moment, pause } from "./dom.js";
import { action, failure, heading, loading, table } from "./parts.js";

const EVERY_MILLIS = 2_000;

async function show(root, { signal }) {
  const state = await ask("reconcile", { signal });
  const progress = draw(root, state, signal);
  if (state.underWay) {
    follow(root, progress, state, signal);
  }
}

/** Answers the place that tells how far a walk is. */
function draw(root, state, signal) {
  const progress = el("div", { "aria-live": "polite" });
  fill(
    root,
    heading("Reconciliation"),
    el("p", { class: "quiet" }, "Both systems are compared every quarter of an hour; what no event told is brought in step."),
    el(
      "div",
      { class: "buttons" },
      action({ class: "first", onclick: () => walk(root, progress, signal) }, "Compare now"),
    ),
    progress,
    facts([["Compared up to", state.comparedUpTo && moment(state.comparedUpTo)]]),
    el(
      "section",
      { class: "card" },
      state.finished.length === 0
        ? el("p", {}, "No walk is finished yet.")
        : table(
            "The latest walks",
            [
              { name: "Began", show: ({ startedAt }) => moment(startedAt) },
              { name: "Compared", style: "number", show: ({ compared, full }) => compared + (full ? " (all)" : "") },
              { name: "Different", style: "number", show: ({ different }) => different },
              { name: "Unknown", style: "number", show: ({ unknown }) => unknown },
              { name: "Deleted", style: "number", show: ({ deleted }) => deleted },
              { name: "Healed", style: "number", show: ({ healed }) => healed ?? "–" },
              { name: "Held", style: "number", show: ({ held }) => held ?? "–" },
            ],
            state.finished,
          ),
    ),
  );
  return progress;
}

function walking({ compared, different, table: crmTable, problem }) {
  return [
    loading(`Comparing: ${compared} looked at, ${different} different${crmTable ? `, now table ${crmTable}` : ""}…`),
    problem && el("p", {}, "It does not get on: " + problem),
  ];
}

async function walk(root, progress, signal) {
  const values = await askPerson({
    title: "Compare both systems now?",
    confirm: "Compare",
    fields: [{ name: "full", kind: "check", label: "Everything, not only what changed since the last time" }],
  });
  if (values === null) {
    return;
  }
  fill(progress, loading("Comparing…"));
  try {
    await follow(root, progress, await command("reconcile", { full: values.full }), signal);
  } catch (error) {
    fill(progress, failure(error));
  }
}

/** Tells how far the walk is until it is finished, whoever began it. */
async function follow(root, progress, began, signal) {
  try {
    let state = began;
    while (state.underWay) {
      fill(progress, walking(state.underWay));
      await pause(EVERY_MILLIS, signal);
      state = await ask("reconcile", { signal });
    }
    draw(root, state, signal);
    announce("The comparison is finished.");
  } catch (error) {
    if (!isStopped(error)) {
      fill(progress, failure(error));
    }
  }
}

export default { path: "reconcile", title: "Reconciliation", show };
