// How the app is connected: the sign-in and what ends when, the switches, and the registration for events.

import { ask } from "./api.js";
import { el, facts, fill, isStopped, moment } from "./dom.js";
import { failure, tag } from "./parts.js";

/** Days before an end from which it is shown as a warning. */
const SOON = 30;
const ACCOUNT_TONES = { ok: "good", unknown: "" };

/** The Partner Center sign-in, and everything that ends unless somebody renews it. */
export function connections({ account, ends }) {
  return el(
    "section",
    { class: "card" },
    el("h2", {}, "Sign-in and secrets"),
    facts([
      ["Partner Center user", account.user],
      ["Sign-in", tag(account.state, ACCOUNT_TONES[account.state] ?? "bad")],
      ["Worked last", account.workedAt && moment(account.workedAt)],
      ["Problem", account.problem],
      ["What to do", account.advice],
    ]),
    ends.length > 0 && el("ul", {}, ends.map(end)),
  );
}

function end({ what, at, daysLeft, how }) {
  const word = daysLeft < 0 ? "has ended" : `${daysLeft} days left`;
  return el("li", {}, what, ": ", moment(at), " ", tag(word, daysLeft < 0 ? "bad" : daysLeft <= SOON ? "warn" : ""), daysLeft <= SOON && [" ", how]);
}

/** What is switched on, and who turned it last. Asked for once: they change by hand. */
export function switches(signal) {
  return asked("Switches", signal, "switches", (found) =>
    facts([
      ["Mode", found.paused ? tag("paused", "warn") : tag(found.mode, found.mode === "live" ? "good" : "warn")],
      ["To the CRM", onOrOff(found.inbound)],
      ["To Partner Center", onOrOff(found.outbound)],
      ["Leads", found.leadsMapped ? onOrOff(found.leads) : "not in the settings"],
      ["Owners in the pilot", found.mode === "pilot" && found.owners.join(", ")],
      ["Turned last", found.at && [`by ${found.by}, `, moment(found.at)]],
    ]),
  );
}

function onOrOff(on) {
  return on ? tag("on", "good") : tag("off", "warn");
}

/** Whether Partner Center sends its events here. Asked for once: it costs a call. */
export function registration(signal) {
  return asked("Webhook registration", signal, "webhook-registration", (found) =>
    facts([
      ["State", !found.registered ? tag("not registered", "bad") : found.ours ? tag("ours", "good") : tag("another system's", "bad")],
      ["Address", found.url],
      ["Missing events", (found.missing ?? []).join(", ")],
      ["Replaced address", found.formerUrl],
      ["Taken by others", found.evictions > 0 && `${found.evictions} times within a day${found.givenUp ? "; left to people" : ""}`],
      ["Test event arrived", found.delivery.provedAt && moment(found.delivery.provedAt)],
      ["Not delivered", found.delivery.problem],
    ]),
  );
}

/** A card that fills itself, or says why it cannot. */
function asked(title, signal, path, content) {
  const card = el("section", { class: "card" }, el("h2", {}, title));
  const fillIn = async () => {
    try {
      const found = await ask(path, { signal });
      fill(card, el("h2", {}, title), content(found));
    } catch (error) {
      if (!isStopped(error)) {
        fill(card, el("h2", {}, title), failure(error));
      }
    }
  };
  fillIn();
  return card;
}
