// Many parked messages are queued again at a rate: counted first, then asked for, then followed until none is left.

import { ask, command, signed } from "./api.js";
import { attempt } from "./actions.js";
import { announce, el, facts, fill, isStopped, moment, pause } from "./dom.js";
import { action, failure, loading, tag } from "./parts.js";

const EVERY_MILLIS = 5_000;
const USUAL_RATE = 60;
const LARGEST_RATE = 600;
const STATES = { RUNNING: ["under way", ""], DONE: ["done", "good"], STOPPED: ["stopped", "warn"] };

/**
 * A button that queues what is chosen again.
 *
 * @param choice problem, subject or all as the app takes them; with queue, of that one alone
 * @param after as attempt takes it
 * @param name what a screen reader says, where the text alone does not tell which
 */
export function bulkButton(choice, text, after, name) {
  return action({ "aria-label": name, onclick: () => queueAgain(choice, after) }, text);
}

async function queueAgain(choice, after) {
  const counts = await counted(choice, after);
  if (counts === undefined || after.signal.aborted) {
    return;
  }
  if (counts.messages === 0) {
    fill(after.outcome, el("p", { class: "card", role: "status" }, `None of these can be queued again: ${inWords(counts)}.`));
    return;
  }
  await attempt(
    {
      title: `Queue ${number(counts)} again?`,
      text: `${inWords(counts)}. One such job runs at a time: this one takes the place of another that is under way.`,
      confirm: "Queue again",
      fields: [
        {
          name: "perMinute",
          label: "Messages a minute",
          kind: "number",
          min: 1,
          max: LARGEST_RATE,
          required: true,
          value: USUAL_RATE,
          hint: "Choose few while people work: both systems have limits for everybody.",
        },
      ],
    },
    ({ perMinute }) => command("poison/requeue", { ...choice, perMinute: Number(perMinute), ...signed() }),
    { ...after, done: "It has begun." },
  );
}

/** How many it would be; undefined if that could not be had, which is told. */
async function counted(choice, { outcome, signal }) {
  try {
    fill(outcome, loading("Counting…"));
    const counts = await ask("poison/requeue", { method: "POST", body: { ...choice, preview: true }, signal });
    fill(outcome);
    return counts;
  } catch (error) {
    if (!isStopped(error)) {
      fill(outcome, failure(error));
    }
    return undefined;
  }
}

function number({ messages, orMore }) {
  return `${messages}${orMore ? " or more" : ""} ${messages === 1 ? "message" : "messages"}`;
}

function inWords({ byProblem, unreadable }) {
  const problems = Object.entries(byProblem).map(([problem, count]) => `${count} of ${problem}`);
  return [problems.length === 0 ? "nothing is parked any more" : problems.join(", "), unreadable > 0 && `${unreadable} that nobody can read stay`]
    .filter(Boolean)
    .join("; ");
}

/** The job that was asked for last, followed while it is under way; nothing if there was none. */
export function latestJob(job, after) {
  const region = el("div", { "aria-live": "polite" });
  if (job.state !== "NONE") {
    draw(region, job, after);
  }
  if (job.state === "RUNNING") {
    follow(region, job, after);
  }
  return region;
}

function draw(region, job, after) {
  fill(
    region,
    el(
      "section",
      { class: "card", "aria-label": "Queueing again" },
      el("p", {}, "Queueing ", el("strong", {}, job.problem ?? job.subject ?? "all"), " again: ", tag(...STATES[job.state])),
      facts([
        ["On their way", String(job.requeued)],
        ["Parked still", job.state !== "DONE" && String(job.left)],
        ["Nobody can read", job.unreadable > 0 && String(job.unreadable)],
        ["Rate", `${job.perMinute} a minute`],
        ["Queues", job.queues.join(", ")],
        ["Asked for", [`by ${job.by}, `, moment(job.startedAt)]],
        ["Next", job.state === "RUNNING" && moment(job.nextAt)],
      ]),
      job.state === "RUNNING" && el("div", { class: "buttons" }, stop(after)),
    ),
  );
}

function stop(after) {
  return action(
    {
      class: "last",
      onclick: () =>
        attempt(
          { title: "Stop queueing again?", text: "What is on its way goes on; what is parked still stays parked.", confirm: "Stop" },
          () => ask("poison/requeue", { method: "DELETE" }),
          after,
        ),
    },
    "Stop",
  );
}

/** Until it has ended, or the region was replaced by a newer one. Only what changed is drawn, so only that is said aloud. */
async function follow(region, begun, after) {
  let job = begun;
  try {
    while (job.state === "RUNNING") {
      await pause(EVERY_MILLIS, after.signal);
      if (!region.isConnected) {
        return;
      }
      const now = await ask("poison/requeue", { signal: after.signal });
      if (JSON.stringify(now) !== JSON.stringify(job)) {
        job = now;
        draw(region, job, after);
      }
    }
    await after.again();
    announce(`Queueing again: ${STATES[job.state][0]}.`);
  } catch (error) {
    if (!isStopped(error)) {
      fill(after.outcome, failure(error));
    }
  }
}
