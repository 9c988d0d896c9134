// Messages that were given up, by their problem.

import { ask, command, query } from "./api.js";
import { attempt } from "./actions.js";
import { el, facts, fill, moment } from "./dom.js";
import { heading, tabs, tag } from "./parts.js";

async function show(root, { parameters, signal }) {
  const status = await ask("status", { signal, also: [503] });
  const queues = Object.keys(status.parked);
  const queue = queues.includes(parameters.get("queue")) ? parameters.get("queue") : fullest(status.parked);
  const page = await ask("poison" + query({ queue, next: parameters.get("next") }), { signal });
  const outcome = el("div", {});
  const after = { outcome, again: () => show(root, { parameters, signal }), signal };
  fill(
    root,
    heading("Parked messages"),
    el("p", { class: "quiet" }, "What could not be worked on. Queued again, a message makes both sides be read and merged anew: repeating it is safe."),
    tabs(
      "Queues",
      queues.map((name) => ({ href: "#/parked" + query({ queue: name }), text: name, count: status.parked[name], current: name === queue })),
    ),
    outcome,
    page.items.length === 0
      ? el("p", { class: "card" }, "Nothing is parked here.")
      : [bulk(queue, page, after), byProblem(page.items).map(([code, messages]) => group(code, messages, after))],
    page.next && el("p", {}, el("a", { href: "#/parked" + query({ queue, next: page.next }) }, "Further messages")),
  );
}

function fullest(parked) {
  return Object.entries(parked).reduce((most, each) => (each[1] > most[1] ? each : most))[0];
}

function byProblem(messages) {
  const groups = new Map();
  messages.forEach((message) => {
    const code = message.problem ?? "unknown";
    groups.set(code, [...(groups.get(code) ?? []), message]);
  });
  return [...groups];
}

function bulk(queue, page, after) {
  return el(
    "div",
    { class: "buttons" },
    el(
      "button",
      {
        type: "button",
        onclick: () =>
          attempt(
            { title: `Queue all of ${queue} again?`, text: "Up to 500 messages; those that nobody can read stay.", confirm: "Queue all again" },
            () => command("poison/requeue", { queue, all: true }),
            after,
          ),
      },
      page.next ? "Queue all again" : `Queue all ${page.items.length} again`,
    ),
  );
}

function group(code, messages, after) {
  return el(
    "section",
    { class: "card" },
    el("h2", {}, tag(code, "bad"), ` ${messages.length} ${messages.length === 1 ? "message" : "messages"}`),
    messages.map((message) => card(message, after)),
  );
}

function card(message, after) {
  const { id, queue, subject } = message;
  return el(
    "article",
    { class: "card", "aria-label": "Message " + id },
    facts([
      ["About", subject && deal(subject)],
      ["Cause", message.cause],
      ["Detail", message.detail],
      ["Parked", moment(message.parkedAt)],
    ]),
    el("details", {}, el("summary", {}, "The whole message"), el("pre", { tabindex: "0" }, message.body)),
    el(
      "div",
      { class: "buttons" },
      subject &&
        el(
          "button",
          {
            type: "button",
            class: "first",
            onclick: () =>
              attempt(
                { title: "Queue this message again?", text: "Both sides of its deal are read and merged anew.", confirm: "Queue again" },
                () => command("poison/requeue", { queue, id }),
                after,
              ),
          },
          "Queue again",
        ),
      el(
        "button",
        {
          type: "button",
          class: "last",
          onclick: () =>
            attempt(
              {
                title: "Discard this message?",
                text: "What it told is forgotten. The next event of the deal, or a sync, still brings it in step.",
                irreversible: true,
                confirm: "Discard",
                fields: [{ name: "reason", label: "Reason", required: true, hint: "For the log." }],
              },
              ({ reason }) => command("poison/discard", { queue, id, reason }),
              after,
            ),
        },
        "Discard",
      ),
    ),
  );
}

/** A subject is pc|<referral> or crm|<table>/<record>; the app finds the deal by either. */
function deal(subject) {
  return el("a", { href: "#/deals/" + encodeURIComponent(subject) }, el("span", { class: "id" }, subject));
}

export default { path: "parked", title: "Parked", show };
