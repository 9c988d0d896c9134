// What a person can do with a deal. The app says what is possible; here is how each is asked for.

import { ask, command, signed } from "./api.js";
import { askPerson } from "./dialog.js";
import { announce, el, fill, isStopped, pause } from "./dom.js";
import { action, failure, loading } from "./parts.js";

const REASON = { name: "reason", label: "Reason", required: true, hint: "Partner Center keeps it. Choose one of its own, or write yours." };

/** By name as the app says it: the button, whether it mends what stands in the way, the question, and what is sent. */
const ACTIONS = {
  sync: {
    button: "Sync now",
    title: "Sync this deal now?",
    text: "Both sides are read and brought in step. Nothing is edited for it.",
    fields: [{ name: "force", kind: "check", label: "Also let through what was held because many fields were emptied at once" }],
    body: ({ force }) => ({ force }),
  },
  accept: { button: "Accept", title: "Accept the referral?", text: "Partner Center shows it as accepted, and the record follows.", irreversible: true },
  decline: { button: "Decline", title: "Decline the referral?", irreversible: true, fields: [REASON] },
  win: { button: "Won", title: "Close the referral as won?", irreversible: true },
  lose: { button: "Lost", title: "Close the referral as lost?", irreversible: true, fields: [REASON] },
  error: { button: "Close as error", title: "Close the referral as error?", irreversible: true, fields: [REASON] },
  "cancel-close": { button: "Take the closing back", title: "Take the closing back?", text: "The record is opened again." },
  "close-now": { button: "Send the closing now", title: "Send the closing now?", irreversible: true },
  link: {
    mends: true,
    button: "Link to a record",
    title: "Which record belongs to this referral?",
    fields: [{ name: "record", label: "Id of the record", required: true, hint: "It must exist and belong to no other deal. Any form of the id will do." }],
  },
  create: { button: "Create the missing half", title: "Create the missing half?", text: "A record for the referral, or a referral for the record." },
  clear: { button: "Clear the id", title: "Forget the half that is gone?", text: "The deal goes on as if it had never named it.", irreversible: true },
  approve: { mends: true, button: "Approve", title: "Approve of sharing this record?", text: "It becomes a referral in Partner Center.", irreversible: true },
  reject: { button: "Reject", title: "Reject sharing this record?", fields: [{ name: "reason", label: "Reason", required: true, hint: "The seller reads it." }] },
  country: {
    mends: true,
    button: "Enter the country",
    title: "In which country is the customer?",
    fields: [{ name: "country", label: "Country", required: true, hint: "Its name, or its ISO code. It is entered on the account." }],
  },
  customer: {
    mends: true,
    button: "Choose the customer",
    title: "Whom is this referral for?",
    fields: [
      { name: "account", label: "Id of an account of the CRM", hint: "Leave it empty to make a new account." },
    ],
    body: ({ account }) => (account === "" ? { create: true, ...signed() } : { account, ...signed() }),
  },
};

/** Buttons for everything that is possible now, and a place for what comes of it. */
export function actionButtons(deal, again, signal) {
  const outcome = el("div", {});
  const known = deal.possible.filter((possible) => possible.action in ACTIONS);
  // What mends the deal goes before asking for another look at it.
  const first = known.find(({ action: name }) => ACTIONS[name].mends) ?? known.find(({ action: name }) => name === "sync");
  const inOrder = [...known.filter((possible) => possible === first), ...known.filter((possible) => possible !== first)];
  const after = { outcome, pair: deal.pair, again, signal };
  return el(
    "section",
    { "aria-label": "Actions" },
    el(
      "div",
      { class: "buttons" },
      inOrder.map((possible) => buttonOf(deal, possible, possible === first, after)),
      deal.phase === "PARKED" && el("a", { href: "#/parked" }, "Look at the parked messages"),
    ),
    outcome,
  );
}

function buttonOf(deal, { action: name, reasons = [] }, isFirst, after) {
  const described = ACTIONS[name];
  const fields = (described.fields ?? []).map((field) => (field.name === "reason" ? { ...field, suggestions: reasons } : field));
  const body = described.body ?? ((values) => ({ ...values, ...signed() }));
  return action(
    {
      class: isFirst ? "first" : false,
      onclick: () =>
        attempt(
          { title: described.title, text: described.text, irreversible: described.irreversible, confirm: described.button, fields },
          (values) => command(`referrals/${encodeURIComponent(deal.pair)}/${name}`, body(values)),
          after,
        ),
    },
    described.button,
  );
}

/**
 * Asks, does, and follows what comes of it.
 *
 * @param question as askPerson takes it
 * @param act does it, with what the person entered
 * @param after outcome (where to tell), pair (whose next run is waited for; none if nothing follows), again (draws the
 *   view anew), signal, done (what to say where nothing follows), asking (what to say meanwhile), refused (shows what went
 *   wrong)
 */
export async function attempt(question, act, { outcome, pair, again, signal, done = "Done.", asking = "Asking…", refused = failure }) {
  const values = await askPerson(question);
  if (values === null) {
    return;
  }
  try {
    fill(outcome, loading(asking));
    const before = pair && (await stateOf(pair, signal));
    const answer = await act(values);
    if (answer.accepted === false) {
      fill(outcome, el("p", { class: "card", role: "status" }, answer.why));
      return;
    }
    const news = pair ? await followed(pair, before, outcome, signal) : done;
    await again();
    document.querySelector("main h1").focus();
    announce([news, answer.warning].filter(Boolean).join(" "));
  } catch (error) {
    if (!isStopped(error)) {
      fill(outcome, refused(error));
      keepFocus(outcome);
    }
  }
}

/** Where the button that was pressed is gone, a reader goes on at what came of it. */
function keepFocus(outcome) {
  if (document.activeElement === document.body) {
    outcome.tabIndex = -1;
    outcome.focus();
  }
}

const LOOK_EVERY_MILLIS = 1_000;
const LOOKS = 20;

/** What changes whenever a run has done something, how many requests wait for one, and whether one is at work. */
async function stateOf(pair, signal) {
  const deal = await ask("referrals/" + encodeURIComponent(pair), { signal });
  return {
    shown: JSON.stringify([deal.phase, deal.problems, deal.fields, deal.earlier, deal.timeline.length]),
    waiting: deal.requests.length,
    working: deal.working,
  };
}

/**
 * Until a run has done something, is at work no more, and left no more requests than there were. A run writes down each
 * step it takes: what the first one shows is not yet what comes of it.
 */
async function followed(pair, before, outcome, signal) {
  fill(outcome, loading("Asked. Waiting for the next run of this deal…"));
  for (let look = 0; look < LOOKS; look++) {
    await pause(LOOK_EVERY_MILLIS, signal);
    const now = await stateOf(pair, signal);
    if (now.shown !== before.shown && !now.working && now.waiting <= before.waiting) {
      return "Done; the timeline tells what came of it.";
    }
  }
  return "Asked. It is not done yet; the timeline will tell.";
}
