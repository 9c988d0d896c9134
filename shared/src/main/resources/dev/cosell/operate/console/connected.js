// How the app is connected, in cards: the sign-in and what ends when, the switches, the registration for events. Health shows
// them; the view of connections gives each its buttons.

import { el, facts, moment } from "./dom.js";
import { failure, loading, tag } from "./parts.js";
import { checkName } from "./words.js";

/** Days before an end from which it is shown as a warning. */
export const SOON_DAYS = 30;
const ACCOUNT_TONES = { ok: "good", unknown: "" };

/** The Partner Center sign-in, and everything that ends unless somebody renews it. */
export function connections({ account, ends }, ...buttons) {
  return el(
    "section",
    { class: "card" },
    el("h2", {}, "Sign-in and secrets"),
    facts([
      ["Partner Center user", account.user],
      ["Sign-in", tag(account.state, ACCOUNT_TONES[account.state] ?? "bad")],
      ["Signed in", account.signedInAt && moment(account.signedInAt)],
      ["Worked last", account.workedAt && moment(account.workedAt)],
      ["Problem", account.problem],
      ["What to do", account.advice],
      ["Latest attempt", account.lastSignIn && [moment(account.lastSignIn.at), ": ", account.lastSignIn.problem]],
      ["Advice", account.lastSignIn?.advice],
    ]),
    ends.length > 0 && el("ul", {}, ends.map(end)),
    buttons,
  );
}

function end({ what, at, daysLeft, how }) {
  const word = daysLeft < 0 ? "has ended" : `${daysLeft} days left`;
  return el("li", {}, what, ": ", moment(at), " ", tag(word, daysLeft < 0 ? "bad" : daysLeft <= SOON_DAYS ? "warn" : ""), daysLeft <= SOON_DAYS && [" ", how]);
}

/** What is switched on, and who turned it last if that was asked for. */
export function switches(found, ...buttons) {
  return el(
    "section",
    { class: "card" },
    el("h2", {}, "Switches"),
    facts([
      ["Mode", found.paused ? tag("paused", "warn") : tag(found.mode, found.mode === "live" ? "good" : "warn")],
      ["To the CRM", onOrOff(found.inbound)],
      ["To Partner Center", onOrOff(found.outbound)],
      ["Leads", found.leadsMapped === false ? "not in the settings" : found.leads ? onOrOff(true) : tag("off")],
      ["Owners in the pilot", found.mode === "pilot" && found.owners.join(", ")],
      ["Turned last", found.at && [`by ${found.by}, `, moment(found.at)]],
      ["Accepted warnings", (found.acceptedWarnings ?? []).map(checkName).join(", ")],
    ]),
    buttons,
  );
}

function onOrOff(on) {
  return on ? tag("on", "good") : tag("off", "warn");
}

/** Whether Partner Center sends its events here. */
export function registration(found, ...buttons) {
  return el(
    "section",
    { class: "card" },
    el("h2", {}, "Webhook registration"),
    facts([
      ["State", !found.registered ? tag("not registered", "bad") : found.ours ? tag("ours", "good") : tag("another system's", "bad")],
      ["Address", found.url],
      ["Missing events", (found.missing ?? []).join(", ")],
      ["Replaced address", found.formerUrl],
      ["Taken by others", found.evictions > 0 && `${found.evictions} times within a day${found.givenUp ? "; left to people" : ""}`],
      ["Test event asked for", isAwaited(found.delivery) && [moment(found.delivery.askedAt), "; it is looked for every minute"]],
      ["Test event arrived", found.delivery.provedAt && moment(found.delivery.provedAt)],
      ["Not delivered", found.delivery.problem],
    ]),
    buttons,
  );
}

function isAwaited({ askedAt, provedAt, problem }) {
  return askedAt !== undefined && problem === undefined && (provedAt === undefined || provedAt < askedAt);
}

/** In place of a card that is asked for, or could not be had. */
export function awaited(title, error) {
  return el("section", { class: "card" }, el("h2", {}, title), error ? failure(error) : loading());
}
