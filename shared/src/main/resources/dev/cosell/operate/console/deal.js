// One deal on one page: where it stands, both sides field by field, what happened, and what can be done.

import { ask } from "./api.js";
import { actionButtons } from "./actions.js";
import { el, facts, fill, moment, outward } from "./dom.js";
import { fieldTable } from "./fields.js";
import { heading, phase, problem, tag } from "./parts.js";
import { system } from "./words.js";

async function show(root, { parts: [id], signal }) {
  const deal = await ask("referrals/" + encodeURIComponent(id), { signal });
  draw(root, deal, signal, () => show(root, { parts: [id], signal }));
}

/** The same page to read only: with a key, or with the proof that the link on a record carries. */
async function showToRead(root, { parts: [id, proof], signal }) {
  const name = encodeURIComponent(id);
  draw(root, await (proof ? ask("shared-timelines/" + name, { signal, proof }) : ask("referrals/" + name, { signal })), signal);
}

/** @param again draws the page anew after something was done; without it nothing can be done here */
function draw(root, deal, signal, again) {
  fill(
    root,
    heading(deal.name ?? deal.pair, phase(deal.phase, deal.status)),
    deal.customer && el("p", { class: "quiet" }, deal.customer),
    again && actionButtons(deal, again, signal),
    el(
      "div",
      { class: "stack" },
      el("div", { class: "grid halves" }, problems(deal), about(deal)),
      el("section", { class: "card", "aria-labelledby": "sides" }, el("h2", { id: "sides" }, "Both sides"), fieldTable(deal, again, signal)),
      el("section", { class: "card", "aria-labelledby": "happened" }, el("h2", { id: "happened" }, "Timeline"), timeline(deal)),
    ),
  );
}

function problems(deal) {
  const all = [...deal.problems.map((each) => problem(each, "warn")), ...deal.warnings.map((each) => problem(each, ""))];
  return el(
    "section",
    { "aria-labelledby": "standing" },
    el("h2", { id: "standing" }, "What stands in the way"),
    all.length > 0 ? all : el("p", { class: "card" }, "Nothing."),
  );
}

function about(deal) {
  const links = deal.timeline.at(-1)?.links ?? {};
  return el(
    "section",
    { class: "card", "aria-labelledby": "about" },
    el("h2", { id: "about" }, "The deal"),
    facts([
      ["Referral", deal.referralId && id(links.referral, deal.referralId)],
      ["Record", deal.record && id(links.record, deal.record)],
      ["Engagement", deal.engagementId && id(null, deal.engagementId)],
      ["Microsoft's referral", deal.microsoftReferralId && id(null, deal.microsoftReferralId)],
      ["Kind", deal.kind],
      ["Answer by", deal.answerBy && moment(deal.answerBy)],
      ["Closes", deal.closeAt && moment(deal.closeAt)],
      ["Closing reason", deal.closingReason],
      ["Registration", deal.registration?.status],
      ["Paused fields", deal.paused.join(", ")],
      ["Asked for", deal.requests?.length > 0 && el("ul", {}, deal.requests.map(request))],
    ]),
  );
}

function id(address, text) {
  const shownId = el("span", { class: "id" }, text);
  return address ? outward(address, shownId) : shownId;
}

function request({ what, by, at }) {
  return el("li", {}, `${what}, by ${by}, `, moment(at));
}

function timeline(deal) {
  const entries = [...deal.timeline].reverse();
  return [
    el("p", { class: "quiet" }, "The latest first.", deal.earlier > 0 && ` ${deal.earlier} older entries are not shown.`),
    entries.length === 0 ? el("p", {}, "Nothing has happened yet.") : el("ol", { class: "timeline", reversed: true }, entries.map(entry)),
  ];
}

function entry({ at, cause, did, to, problem: found, fix, correlationId, refusals, changes }) {
  return el(
    "li",
    {},
    el("div", { class: "quiet" }, moment(at)),
    el(
      "div",
      {},
      el("div", {}, el("strong", {}, did), to && [" to ", to], " ", tag(cause)),
      found && el("div", {}, found),
      fix && el("div", { class: "quiet" }, fix),
      found && correlationId && facts([["Correlation id", el("code", {}, correlationId)], ...(refusals ?? []).map(refusal)]),
      changes.length > 0 && el("ul", {}, changes.map(change)),
    ),
  );
}

/** What the system's support has to be told. */
function refusal({ system: name, operation, status, requestId }) {
  const answer = status === 0 ? "no answer" : `HTTP ${status}`;
  return [system(name), [`${operation}: ${answer}`, requestId && [", request ", el("code", {}, requestId)]]];
}

function change({ field, before, after, lost }) {
  return el(
    "li",
    {},
    `${field}: `,
    before !== "" && [el("del", {}, before), " → "],
    el("ins", {}, after === "" ? "(empty)" : after),
    lost !== undefined && ` (instead of ${lost})`,
  );
}

export const dealView = { path: "deals/:id", title: "Deal", nav: false, show };

/** What the link on a record opens. */
export const timelineView = { path: "timeline/:id", title: "Timeline", nav: false, opensWithProof: true, show: showToRead };
