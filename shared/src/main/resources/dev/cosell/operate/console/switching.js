// The switches: turning them, and what stands against it. Whatever would be switched on is examined first.

import { attempt } from "./actions.js";
import { command, query, signed } from "./api.js";
import { el, moment } from "./dom.js";
import { finding, worstFirst } from "./findings.js";
import { action, buttons, failure } from "./parts.js";
import { checkName } from "./words.js";

const MODES = [
  ["observe", "observe: every deal is read, and none is written"],
  ["pilot", "pilot: only deals of these owners are written"],
  ["live", "live: every deal is written"],
];
const EXAMINED = "Everything is examined first, which takes up to half a minute. If anything stands against it, nothing is switched on.";
const EXAMINED_FOR_MORE = "Before more deals are written than now, everything is examined, which takes up to half a minute.";

export function switchButtons(now, view) {
  return buttons(
    now.paused
      ? turning("Resume", { title: "Resume?", text: "What waited is worked on, each deal once." }, () => ({ paused: false }), view)
      : turning("Pause", { title: "Pause everything?", text: "Events are still accepted and wait. Nothing is lost." }, () => ({ paused: true }), view),
    onAndOff("inbound", "to the CRM", now, view),
    onAndOff("outbound", "to Partner Center", now, view),
    now.leadsMapped && onAndOff("leads", "to leads", now, view),
    changeMode(now, view),
  );
}

function onAndOff(name, word, now, view) {
  const on = now[name];
  const question = on
    ? { title: `Switch off what goes ${word}?`, text: "What comes in meanwhile waits. Nothing is lost." }
    : { title: `Switch on what goes ${word}?`, text: EXAMINED };
  return turning(`Switch ${on ? "off" : "on"}: ${word}`, question, () => ({ [name]: !on }), view);
}

function changeMode(now, view) {
  const fields = [
    { name: "mode", label: "Mode", kind: "choice", options: MODES, value: now.mode },
    {
      name: "owners",
      label: "Owners in the pilot",
      value: now.owners.join(", "),
      hint: "E-mail addresses, separated by commas. Only the pilot looks at them.",
    },
  ];
  const listed = (owners) => owners.split(/[\s,;]+/).filter(Boolean);
  return turning(
    "Change the mode",
    { title: "Which deals are written?", text: EXAMINED_FOR_MORE, fields },
    ({ mode, owners }) => (mode === "pilot" ? { mode, owners: listed(owners) } : { mode }),
    view,
  );
}

/** @param wanted the switches to turn, of what the person entered */
function turning(text, question, wanted, view) {
  return action({ onclick: () => turn({ confirm: text, ...question }, wanted, view) }, text);
}

function turn(question, wanted, view) {
  let request = {};
  return attempt(
    question,
    (values) => {
      request = wanted(values);
      return command("switches", { ...request, ...signed() });
    },
    {
      ...view,
      asking: "Asking. What would be switched on is examined…",
      done: "Turned. Every instance heeds it within half a minute.",
      refused: (error) => refusal(error, request, view),
    },
  );
}

/** Why nothing was turned; and if it is only for warnings, a way to let them stay. */
function refusal(error, request, view) {
  const { blocking = [], warnings = [] } = error.answer ?? {};
  const onlyWarned = blocking.length === 0 && warnings.length > 0;
  return el(
    "div",
    { class: "stack" },
    failure(error, onlyWarned ? "warn" : "bad"),
    objections("To be put right first", blocking),
    objections("To be put right, or accepted", warnings),
    onlyWarned && accepting(request, warnings, view),
  );
}

function objections(title, findings) {
  return (
    findings.length > 0 &&
    el(
      "section",
      { class: "card" },
      el("h2", {}, title),
      worstFirst(findings).map(({ check, found }) => [
        el("h3", {}, el("a", { href: "#/doctor" + query({ check }) }, checkName(check))),
        found.map(finding),
      ]),
    )
  );
}

/** The same request again, with the names of the checks whose warnings may stay. */
function accepting(request, warnings, view) {
  const checks = [...new Set(warnings.map(({ check }) => check))];
  const question = {
    title: "Which warnings may stay?",
    text: "Everything is examined again. It is kept who accepted which.",
    confirm: "Accept and turn",
    fields: checks.map((check) => ({ name: check, kind: "check", label: checkName(check) })),
  };
  const accepted = (values) => [...(request.acceptWarnings ?? []), ...checks.filter((check) => values[check])];
  return buttons(
    action({ class: "first", onclick: () => turn(question, (values) => ({ ...request, acceptWarnings: accepted(values) }), view) }, "Accept warnings"),
  );
}

/** Earlier turns, the latest first. */
export function turnedBefore(history) {
  return history.length > 0 && el("section", { class: "card" }, el("h2", {}, "Turned before"), el("ul", {}, history.map(earlier)));
}

function earlier({ at, by, paused, mode, owners, inbound, outbound, leads, acceptedWarnings = [] }) {
  const said = [
    paused && "paused",
    "mode " + mode,
    mode === "pilot" && "owners " + owners.join(", "),
    "to the CRM " + onOrOff(inbound),
    "to Partner Center " + onOrOff(outbound),
    "leads " + onOrOff(leads),
    acceptedWarnings.length > 0 && "accepted warnings: " + acceptedWarnings.map(checkName).join(", "),
  ];
  return el("li", {}, moment(at), `, by ${by}: ${said.filter(Boolean).join("; ")}`);
}

function onOrOff(on) {
  return on ? "on" : "off";
}
