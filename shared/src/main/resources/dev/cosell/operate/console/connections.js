// How the app is connected, and what is switched on; and changing both.

import { attempt } from "./actions.js";
import { ask } from "./api.js";
import { awaited, connections, registration, switches } from "./connected.js";
import { announce, el, fill, isStopped, outward, pause } from "./dom.js";
import { action, buttons, failure, heading, loading, problem } from "./parts.js";
import { switchButtons, turnedBefore } from "./switching.js";
import { system } from "./words.js";

const LOOK_EVERY_MILLIS = 2_000;

async function show(root, { signal }) {
  const outcome = el("div", {});
  const view = { outcome, signal, again: () => show(root, { signal }) };
  const card = el("div", {}, awaited("Webhook registration"));
  const [status, turned] = await Promise.all([ask("status", { signal, also: [503] }), ask("switches", { signal })]);
  fill(
    root,
    heading("Connections"),
    el("p", { class: "quiet" }, "What the app is connected with, and what it may do. Every change asks first."),
    outcome,
    Object.values(status.problems ?? {}).map((each) => problem(each)),
    el("div", { class: "grid halves" }, status.connections && signIn(status, view), switches(turned, switchButtons(turned, view)), card),
    turnedBefore(turned.history ?? []),
  );
  fillRegistration(card, view);
}

/** It costs a call of Partner Center, so nothing waits for it. */
async function fillRegistration(card, view) {
  try {
    const found = await ask("webhook-registration", { signal: view.signal });
    fill(card, registration(found, registrationButtons(found, view)));
  } catch (error) {
    if (!isStopped(error)) {
      fill(card, awaited("Webhook registration", error));
    }
  }
}

// --- The sign-in ---

/** What the last look at the sign-in found may be older than the problem that paused Partner Center. */
function signIn({ connections: found, problems = {} }, view) {
  const place = el("div", { "aria-live": "polite" });
  const wanted = found.account.state !== "ok" || problems.PARTNER_CENTER?.code.startsWith("AUTH");
  const begin = action({ class: wanted && "first", onclick: () => beginSignIn(found.account, place, view) }, "Sign in to Partner Center");
  return connections(found, buttons(begin, reconnectButton(view)), place);
}

async function beginSignIn(account, place, view) {
  try {
    fill(place, loading("Asking for an address…"));
    const { open, goodForSeconds, adminConsent } = await ask("sign-in", { signal: view.signal });
    fill(
      place,
      el(
        "p",
        {},
        outward(open, "Open Microsoft's sign-in"),
        ` within ${Math.round(goodForSeconds / 60)} minutes, in a private window if you are signed in there as somebody else.`,
      ),
      el("p", { class: "hint" }, "If it says that consent is missing, an administrator has to ", outward(adminConsent, "consent for the app"), " first."),
      loading("Waiting for the sign-in to end…"),
    );
    await ended(account, goodForSeconds, view);
  } catch (error) {
    if (!isStopped(error)) {
      fill(place, failure(error));
    }
  }
}

/** Until the account shows that a sign-in came to an end, good or bad, or the address is good no more. */
async function ended(before, goodForSeconds, view) {
  const end = Date.now() + goodForSeconds * 1000;
  let over = false;
  while (!over && Date.now() < end) {
    await pause(LOOK_EVERY_MILLIS, view.signal);
    const { account } = (await ask("status", { signal: view.signal, also: [503] })).connections;
    over = account.signedInAt !== before.signedInAt || account.lastSignIn?.at !== before.lastSignIn?.at;
  }
  await view.again();
  announce(over ? "The sign-in has ended." : "Nobody signed in in time.");
}

function reconnectButton(view) {
  return action(
    {
      onclick: () =>
        attempt(
          {
            title: "Read all secrets anew?",
            text: "Tokens are forgotten, and both systems are tried at once. Use it after a secret was replaced.",
            confirm: "Reconnect",
          },
          async () => {
            const { connected, systems } = await ask("reconnect", { method: "POST", body: {}, also: [503] });
            const why = Object.entries(systems).map(([name, word]) => `${system(name)}: ${word}`);
            return connected ? {} : { accepted: false, why: why.join("; ") };
          },
          { ...view, done: "Both systems answer." },
        ),
    },
    "Reconnect",
  );
}

// --- The registration ---

function registrationButtons(found, view) {
  const foreign = found.registered && !found.ours;
  return buttons(
    foreign ? takeOver(found, view) : (!found.ours || found.missing?.length > 0) && register(found, view),
    found.formerUrl && giveBack(found, foreign, view),
    testDelivery(view),
  );
}

/** @param body what is asked for, of what the person entered */
function registering(text, question, { method, path, body }, view) {
  return action(
    {
      onclick: () =>
        attempt({ confirm: text, ...question }, (values) => ask(path, { method, body: body(values) }), {
          ...view,
          done: "Partner Center shows it so.",
        }),
    },
    text,
  );
}

function takeOver({ owner }, view) {
  return registering(
    "Take the registration over",
    {
      title: `Take the registration from ${owner}?`,
      text: "Partner Center has one address per tenant. Ask its owner first. It is remembered and can be given back.",
      fields: [{ name: "keepServing", kind: "check", label: "Pass every event on to that system" }],
    },
    { method: "PUT", path: "webhook-registration", body: ({ keepServing }) => ({ takeOver: true, keepServing }) },
    view,
  );
}

function register({ address }, view) {
  return registering(
    "Register",
    { title: "Register this app?", text: `Partner Center then sends its events to ${address}.` },
    { method: "PUT", path: "webhook-registration", body: () => ({}) },
    view,
  );
}

function giveBack({ formerUrl }, foreign, view) {
  return registering(
    "Give the registration back",
    { title: "Give the registration back?", text: `Partner Center then sends its events to ${formerUrl}, and this app asks for changes every minute.` },
    { method: "POST", path: "webhook-registration/restore", body: () => ({ takeOver: foreign }) },
    view,
  );
}

function testDelivery(view) {
  return registering(
    "Test the delivery",
    { title: "Ask Partner Center for a test event?", text: "What was ours is put right, too. The event takes up to a minute; look again then." },
    { method: "POST", path: "webhook-registration/check", body: () => ({}) },
    view,
  );
}

export default { path: "connections", title: "Connections", show };
