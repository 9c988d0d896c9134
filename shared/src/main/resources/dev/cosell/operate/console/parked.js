// Messages that were given up: by problem, by deal, and each with what can be done about it.

import { ask, command, query, signed } from "./api.js";
import { attempt } from "./actions.js";
import { el, facts, fill, isStopped, moment, offer } from "./dom.js";
import { action, dealLink, failure, heading, table, tabs, tag } from "./parts.js";
import { bulkButton, latestJob } from "./requeue.js";

async function show(root, { parameters, signal }) {
  const chosen = Object.fromEntries(["queue", "problem", "subject"].filter((name) => parameters.get(name)).map((name) => [name, parameters.get(name)]));
  const isPart = chosen.problem !== undefined || chosen.subject !== undefined;
  const { queue } = chosen;
  // The list takes in what was parked just now; asked at the same time, the counts could lack it.
  const page = await ask("poison" + query({ ...chosen, next: parameters.get("next") }), { signal });
  const [status, groups, job] = await Promise.all([
    ask("status", { signal, also: [503] }),
    isPart ? undefined : ask("poison/groups" + query({ queue }), { signal }),
    ask("poison/requeue", { signal }),
  ]);
  const outcome = el("div", {});
  const after = { outcome, again: () => show(root, { parameters, signal }), signal };
  fill(
    root,
    heading("Parked messages"),
    el("p", { class: "quiet" }, "What could not be worked on. Queued again, a message makes both sides be read and merged anew: repeating it is safe."),
    queueTabs(status.parked, chosen),
    latestJob(job, after),
    outcome,
    isPart && el("p", {}, "Only ", tag(chosen.problem ?? chosen.subject), " · ", el("a", { href: "#/parked" + query({ queue }) }, "All parked messages")),
    page.items.length === 0 ? el("p", { class: "card" }, "Nothing is parked here.") : bulk(chosen, isPart, after),
    groups && groups.messages > 0 && [byProblem(groups, queue, after), byDeal(groups, queue, after)],
    page.items.length > 0 && messages(page, after),
    el(
      "p",
      {},
      page.next && [el("a", { href: "#/parked" + query({ ...chosen, next: page.next }) }, "Further messages"), " · "],
      el("a", { href: "#/discarded" }, "What was discarded"),
    ),
  );
}

function queueTabs(parked, chosen) {
  const tab = (queue, text, count) => ({ href: "#/parked" + query({ ...chosen, queue }), text, count, current: queue === chosen.queue });
  return tabs("Queues", [
    tab(undefined, "All queues"),
    ...Object.entries(parked).map(([name, count]) => tab(name, name, count)),
  ]);
}

function bulk(chosen, isPart, after) {
  return el(
    "div",
    { class: "buttons" },
    bulkButton(isPart ? chosen : { ...chosen, all: true }, "Queue all of these again", after),
    chosen.subject === undefined &&
      el("button", { type: "button", onclick: () => download(chosen, after), title: "Up to a thousand; ids and codes, no values" }, "Download"),
  );
}

async function download(choice, { outcome, signal }) {
  try {
    const { text } = await ask("poison/download" + query(choice), { signal, file: true });
    offer("parked-messages.jsonl", text);
    fill(outcome);
  } catch (error) {
    if (!isStopped(error)) {
      fill(outcome, failure(error));
    }
  }
}

function byProblem({ byProblem: groups, messages: count, orMore }, queue, after) {
  return el(
    "section",
    { class: "card" },
    table(
      `By problem: ${count}${orMore ? " or more" : ""} in all`,
      [
        { name: "Problem", show: ({ problem, title }) => [el("a", { href: "#/parked" + query({ queue, problem }) }, problem), " ", title] },
        { name: "Messages", show: ({ messages, unreadable }) => messages + (unreadable > 0 ? `, ${unreadable} of them unreadable` : "") },
        { name: "First", show: ({ firstParkedAt }) => moment(firstParkedAt) },
        { name: "Last", show: ({ lastParkedAt }) => moment(lastParkedAt) },
        { name: "What to do", show: ({ fix }) => fix ?? "Look into the log of that time." },
        {
          name: "Action",
          show: ({ problem, messages, unreadable }) =>
            (messages > unreadable && bulkButton({ queue, problem }, "Queue again", after, `Queue again: ${problem}`)) || "–",
        },
      ],
      groups,
    ),
  );
}

function byDeal({ byDeal: groups }, queue, after) {
  return (
    groups.length > 0 &&
    el(
      "section",
      { class: "card" },
      table(
        "By deal: those with most messages",
        [
          { name: "Deal", show: ({ pair, subjects }) => dealLink(pair ?? subjects[0]) },
          { name: "Messages", show: ({ messages }) => messages },
          { name: "Problems", show: ({ problems }) => problems.join(", ") },
          { name: "Last", show: ({ lastParkedAt }) => moment(lastParkedAt) },
          {
            name: "Action",
            show: ({ subjects }) =>
              subjects.map((subject) => [
                el("p", {}, el("a", { class: "id", href: "#/parked" + query({ queue, subject }) }, subject)),
                bulkButton({ queue, subject }, "Queue again", after, `Queue again: ${subject}`),
              ]),
          },
        ],
        groups,
      ),
    )
  );
}

function messages(page, after) {
  return el(
    "section",
    { class: "card" },
    el("h2", {}, "Messages, the oldest first"),
    page.items.map((message) => card(message, after)),
  );
}

function card(message, after) {
  const { id, queue, subject, body, bodyLength } = message;
  return el(
    "article",
    { class: "card", "aria-label": "Message " + id },
    facts([
      ["Problem", tag(message.problem ?? "host", "bad")],
      ["About", subject && dealLink(subject)],
      ["Queue", queue],
      ["Cause", message.cause],
      ["Detail", message.detail],
      ["Parked", moment(message.parkedAt)],
    ]),
    el(
      "details",
      {},
      el("summary", {}, bodyLength ? `The first ${body.length} of ${bodyLength} characters` : "The whole message"),
      el("pre", { tabindex: "0" }, body),
    ),
    el("div", { class: "buttons" }, subject && again(queue, id, after), discard(queue, id, after)),
  );
}

function again(queue, id, after) {
  return action(
    {
      class: "first",
      onclick: () =>
        attempt(
          { title: "Queue this message again?", text: "Both sides of its deal are read and merged anew.", confirm: "Queue again" },
          () => command("poison/requeue", { queue, id, ...signed() }),
          after,
        ),
    },
    "Queue again",
  );
}

function discard(queue, id, after) {
  return action(
    {
      class: "last",
      onclick: () =>
        attempt(
          {
            title: "Discard this message?",
            text: "What it told is forgotten. The next event of the deal, or a sync, still brings it in step.",
            irreversible: true,
            confirm: "Discard",
            fields: [{ name: "reason", label: "Reason", required: true, hint: "It is kept with your name, and is on the timeline of the deal." }],
          },
          ({ reason }) => command("poison/discard", { queue, id, reason, ...signed() }),
          after,
        ),
    },
    "Discard",
  );
}

export default { path: "parked", title: "Parked", show };
