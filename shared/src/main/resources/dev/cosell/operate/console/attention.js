// What wants attention, the most pressing first: so that health says in one sentence whether all is well, and what to do.

import { SOON_DAYS } from "./connected.js";
import { system } from "./words.js";

/** A queue whose next message has waited longer is not worked on. */
const STALE_SECONDS = 600;

/**
 * What wants attention, each as tone ("bad" keeps deals from crossing, "warn" wants somebody), text, and href.
 *
 * @param status of GET /api/status
 * @param counts of GET /api/referral-counts
 * @param registration of GET /api/webhook-registration, as soon as it is known
 */
export function attention({ status, counts, registration }) {
  const all = [...broken(status), ...short(status), ...connection(status, registration), ...waiting(status, counts), ...chosen(status)];
  return [...all.filter(({ tone }) => tone === "bad"), ...all.filter(({ tone }) => tone !== "bad")];
}

function broken(status) {
  const missing = status.missingFunctions ?? [];
  return [
    missing.length > 0 && bad(`The package lacks ${several(missing.length, "function")}: deploy it again`, "#/doctor"),
    ...Object.entries(status.systems)
      .filter(([, word]) => word !== "ok")
      .map(([name, word]) =>
        word === "failing"
          ? warn(`${system(name)} does not answer well; work is tried again by itself`, "#/doctor")
          : bad(`${system(name)} is paused: ${status.problems?.[name]?.title ?? word}`, word.startsWith("AUTH") ? "#/connections" : "#/doctor"),
      ),
    ...Object.entries(status.oldestSeconds ?? {})
      .filter(([, age]) => age > STALE_SECONDS)
      .map(([name]) => !status.switches?.paused && bad(`Nothing is taken off ${name}: look whether the app runs`, "#/doctor")),
  ].filter(Boolean);
}

/** Where the calls of the day run out; when none is left at all, the system is paused, which is told already. */
function short({ budget = {}, systems }) {
  return Object.entries(budget)
    .filter(([name]) => systems[name] === "ok" || systems[name] === "failing")
    .map(([name, { waiting: lanes, runsOutAt }]) =>
      lanes.includes("changes")
        ? bad(`Calls to ${system(name)} run short: changes wait until tomorrow, or for a larger budget`, "#/doctor?check=calls")
        : (lanes.length > 0 || runsOutAt) && warn(`Calls to ${system(name)} will not last the day: look what makes so many`, "#/doctor?check=calls"),
    )
    .filter(Boolean);
}

function connection({ connections, fieldMap }, registration) {
  const account = connections?.account.state;
  return [
    account && !["ok", "unknown"].includes(account) && bad("The Partner Center sign-in is refused: sign in again", "#/connections"),
    ...(connections?.ends ?? [])
      .filter(({ daysLeft }) => daysLeft <= SOON_DAYS)
      .map(({ what, daysLeft }) =>
        daysLeft < 0 ? bad(`${what} has ended: renew it`, "#/connections") : warn(`${what} ends in ${several(daysLeft, "day")}: renew it`, "#/connections"),
      ),
    registration && !registration.ours && warn("Partner Center does not send its events here: changes come a minute late", "#/connections"),
    registration?.ours && registration.delivery.problem && warn("Partner Center's events do not arrive: changes come a minute late", "#/connections"),
    fieldMap?.faults > 0 && bad(`The field map does not suit the CRM: ${several(fieldMap.faults, "fault")}`, "#/field-map"),
  ].filter(Boolean);
}

function waiting(status, counts) {
  const parked = Object.values(status.parked).reduce((sum, each) => sum + each, 0);
  const deals = (phase) => counts[phase]?.pairs ?? 0;
  return [
    parked > 0 && bad(`${several(parked, "message")} parked: mend the cause, then queue them again`, "#/parked"),
    deals("ORPHAN") > 0 && warn(`${several(deals("ORPHAN"), "deal")} without the other half: link it, or make it`, "#/deals?phase=ORPHAN"),
    deals("HELD") > 0 && warn(`${several(deals("HELD"), "deal")} held: each says what its seller has to enter`, "#/deals?phase=HELD"),
  ].filter(Boolean);
}

function chosen({ switches }) {
  const off = switches && [!switches.inbound && "to the CRM", !switches.outbound && "to Partner Center"].filter(Boolean);
  return !switches
    ? []
    : switches.paused
      ? [warn("Everything is paused by a switch: resume when you are ready", "#/connections")]
      : [
          off.length > 0 && warn(`Switched off: ${off.join(" and ")}`, "#/connections"),
          switches.mode !== "live" && warn(`The mode is ${switches.mode}: not every deal is written`, "#/connections"),
        ].filter(Boolean);
}

function several(count, word) {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function bad(text, href) {
  return { tone: "bad", text, href };
}

function warn(text, href) {
  return { tone: "warn", text, href };
}
