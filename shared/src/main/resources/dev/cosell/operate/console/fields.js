// Both sides of a deal, field by field, beside why each value is what it is; and the settling of conflicts.

import { ask, command, query, signed } from "./api.js";
import { attempt } from "./actions.js";
import { el, facts, fill, moment } from "./dom.js";
import { action, failure, loading, problem, shortened, tag } from "./parts.js";
import { fieldName } from "./words.js";

const CONFLICT = "MAP-02";

/** @param again draws the page anew after something was done; without it nothing can be done here */
export function fieldTable(deal, again, signal) {
  if (deal.fields.length === 0) {
    return el("p", {}, "Neither side has shown a field yet.");
  }
  return el(
    "div",
    { class: "scroll", role: "region", "aria-label": "Fields", tabindex: "0" },
    el(
      "table",
      {},
      el("caption", {}, "What each side last showed"),
      el("thead", {}, el("tr", {}, ["Field", "Partner Center", "CRM", "State", again && "Why"].map((name) => name && el("th", { scope: "col" }, name)))),
      el("tbody", {}, deal.fields.map((field) => row(deal, field, again, signal))),
    ),
  );
}

function row(deal, field, again, signal) {
  const more = el("tr", { class: "more", hidden: true });
  const why = el("button", { type: "button", class: "small", "aria-expanded": "false", "aria-label": "Why " + fieldName(field.name) }, "Why");
  why.addEventListener("click", () => {
    const opens = more.hidden;
    more.hidden = !opens;
    why.setAttribute("aria-expanded", String(opens));
    if (opens) {
      explain(more, deal, field, signal);
    }
  });
  return [
    el(
      "tr",
      {},
      el("th", { scope: "row" }, fieldName(field.name)),
      el("td", { "data-label": "Partner Center" }, value(field.partnerCenter)),
      el("td", { "data-label": "CRM" }, value(field.crm)),
      el("td", { "data-label": "State" }, state(field), again && field.held?.code === CONFLICT && choice(deal, field, again)),
      again && el("td", {}, why),
    ),
    more,
  ];
}

function value(text) {
  if (text === undefined) {
    return el("span", { class: "quiet" }, "unknown");
  }
  return ["", "(empty)"].includes(text) ? el("span", { class: "quiet" }, "empty") : shortened(text);
}

function state(field) {
  if (field.held) {
    return [tag("Held", "warn"), " ", `${field.held.code} ${field.held.title}`];
  }
  if (field.keptApart) {
    return [tag("Kept apart"), " ", `${field.keptApart.code} ${field.keptApart.title}`];
  }
  return "";
}

/** The two buttons of a conflict. */
export function choice(deal, { name, field = name }, again) {
  const outcome = el("div", {});
  const keep = (side, word) =>
    action(
      {
        onclick: () =>
          attempt(
            {
              title: `Keep ${word} value of “${fieldName(field)}”?`,
              text: "It is written to the other side, whose value stays on the timeline.",
              confirm: "Keep it",
            },
            () => command("conflicts/settle", { pair: deal.pair, field, keep: side, ...signed() }),
            { outcome, pair: deal.pair, again },
          ),
      },
      `Keep ${word}`,
    );
  return el("div", {}, el("div", { class: "buttons" }, keep("partnerCenter", "Partner Center's"), keep("crm", "the CRM's")), outcome);
}

async function explain(more, deal, { name }, signal) {
  const cell = el("td", { colspan: 5 });
  fill(more, cell);
  fill(cell, loading("Looking it up…"));
  try {
    const answer = await ask(`referrals/${encodeURIComponent(deal.pair)}/explain` + query({ field: name }), { signal });
    fill(cell, answer.fields.map(story));
  } catch (error) {
    fill(cell, failure(error));
  }
}

function story(field) {
  return [
    el("p", {}, field.because),
    facts([
      ["Crosses", field.crosses],
      ["Rule", field.rule],
      ["Partner Center shows now", now(field.partnerCenter.showsNow)],
      ["The CRM shows now", now(field.crm.showsNow)],
      ["Next", field.next],
    ]),
    [field.held, field.keptApart].filter(Boolean).map((each) => problem(each, "warn")),
    field.steps.length > 0 &&
      el(
        "ul",
        {},
        field.steps.map((step) =>
          el("li", {}, moment(step.at), `: ${step.did}`, step.to && ` to ${step.to}`, step.after !== undefined && ` “${step.after}”`, step.decided && `; ${step.decided}`),
        ),
      ),
  ];
}

function now(shown) {
  return shown && [`${shown.value} (by ${shown.by}, `, moment(shown.changedAt), ")"];
}
