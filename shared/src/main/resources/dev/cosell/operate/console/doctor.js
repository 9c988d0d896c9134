// What the doctor finds: what is wrong, why, what to do, and who can.

import { ask, query } from "./api.js";
import { announce, el, fill, isStopped, moment, offer } from "./dom.js";
import { STATES, finding, stateTag, worstFirst } from "./findings.js";
import { failure, heading, loading } from "./parts.js";
import { checkName } from "./words.js";

/** Everything is looked at, or the one check that the address names. */
async function show(root, { parameters, signal }) {
  const check = parameters.get("check");
  fill(root, heading("Doctor"), loading(check ? "Looking…" : "Everything is looked at; that may take half a minute…"));
  draw(root, await ask("doctor" + query({ check }), { signal }), check, signal);
}

function draw(root, examination, check, signal) {
  const { state, summary, examinedAt, findings } = examination;
  const outcome = el("div", {});
  fill(
    root,
    heading("Doctor"),
    el("p", {}, stateTag(state), " ", summary, " ", el("span", { class: "quiet" }, moment(examinedAt))),
    el(
      "div",
      { class: "buttons" },
      el("button", { type: "button", class: "first", onclick: () => attempted(outcome, signal, lookAgain) }, "Look again"),
      el("button", { type: "button", onclick: () => attempted(outcome, signal, saveBundle) }, "Save the support bundle"),
    ),
    check && el("p", {}, "Only one thing was looked at. ", el("a", { href: "#/doctor" }, "Look at everything")),
    outcome,
    el("div", { class: "stack" }, worstFirst(findings).map((found) => card(found, signal))),
  );

  async function lookAgain() {
    fill(outcome, loading(check ? "Looking again…" : "Everything is looked at again…"));
    draw(root, await ask("doctor" + query({ check }), { signal }), check, signal);
    root.querySelector("h1").focus();
    announce("Looked at again.");
  }

  async function saveBundle() {
    fill(outcome, loading("The bundle is put together…"));
    const { text } = await ask("doctor/bundle", { signal, file: true });
    offer("support-bundle.json", text);
    fill(outcome);
  }
}

/** Does something; what went wrong is shown where its outcome is told. */
async function attempted(outcome, signal, act) {
  try {
    await act();
  } catch (error) {
    if (!isStopped(error) && !signal.aborted) {
      fill(outcome, failure(error));
    }
  }
}

/** What a check found; looked at again, it is replaced by what is found then. */
function card({ check, found }, signal) {
  const outcome = el("div", {});
  const { state } = found[0];
  const section = el(
    "section",
    { class: state === "ok" ? "card check" : ("card " + STATES[state][1]).trim() },
    el("h2", {}, checkName(check), " ", stateTag(state)),
    el("div", {}, found.map(finding)),
    el(
      "div",
      { class: "buttons" },
      el(
        "button",
        { type: "button", "aria-label": "Check again: " + checkName(check), onclick: () => attempted(outcome, signal, checkAgain) },
        "Check again",
      ),
    ),
    outcome,
  );
  return section;

  async function checkAgain() {
    fill(outcome, loading("Looking…"));
    const { findings } = await ask("doctor" + query({ check }), { signal });
    const cards = worstFirst(findings).map((each) => card(each, signal));
    section.replaceWith(...cards);
    cards[0]?.querySelector("button").focus();
    announce(worstFirst(findings).map((each) => `${checkName(each.check)}: ${STATES[each.found[0].state][0]}`).join(", "));
  }
}

export default { path: "doctor", title: "Doctor", show };
