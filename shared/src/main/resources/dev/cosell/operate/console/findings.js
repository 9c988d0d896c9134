// What the doctor found, as its own view and others show it.

import { el, facts, outward } from "./dom.js";
import { tag } from "./parts.js";
import { fixer } from "./words.js";

/** By state, the worst first: its word and its tone. */
export const STATES = {
  failed: ["failed", "bad"],
  warning: ["warning", "warn"],
  "not-checked": ["not checked", ""],
  ok: ["in order", "good"],
};

export function stateTag(state) {
  const [word, tone] = STATES[state];
  return tag(word, tone);
}

/** What one look found: the problem, what was expected and found, its cause, what to do, and who can. */
export function finding({ state, code, title, detail, cause, fix, who, link }) {
  return facts([
    ["Problem", code && [stateTag(state), " ", el("strong", {}, code), " ", title]],
    ["Found", detail],
    ["Cause", cause],
    ["What to do", fix],
    ["Who", who && fixer(who)],
    ["More", link && outward(link, "what the service says of it")],
  ]);
}

/** Findings by check, the worst checks and their worst findings first. */
export function worstFirst(findings) {
  const byCheck = new Map();
  Object.keys(STATES)
    .flatMap((state) => findings.filter((each) => each.state === state))
    .forEach((each) => byCheck.set(each.check, [...(byCheck.get(each.check) ?? []), each]));
  return [...byCheck].map(([check, found]) => ({ check, found }));
}
