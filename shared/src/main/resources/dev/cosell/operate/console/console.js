// Signs in, and shows the view that the address names: #/deals/<id>?phase=HELD.

import { ask, meet, session, whenStranger } from "./api.js";
import { announce, el, fill, isStopped } from "./dom.js";
import { failure, heading, loading, tag } from "./parts.js";
import { VIEWS } from "./views.js";

const main = document.getElementById("main");
const navigation = document.getElementById("navigation");
const sessionBar = document.getElementById("session");

const SIGN_OUT = "/.auth/logout?post_logout_redirect_uri=" + encodeURIComponent("/api/console");

let leaving = new AbortController();

/** What the address names: the view's path, further parts, and parameters. */
function address() {
  const [path, parameters = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [name, ...parts] = path.split("/").map(decoded);
  return { name: name || "health", parts, parameters: new URLSearchParams(parameters) };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A view with an id in its address has one of its own below the same name. */
function viewOf({ name, parts }) {
  const wanted = parts.length > 0 ? name + "/:id" : name;
  return VIEWS.find((view) => view.path === wanted);
}

async function show() {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  frame();
  const at = address();
  const view = viewOf(at);
  if (!session.isOpen && !(view?.opensWithProof && at.parts.length > 1)) {
    welcome();
    return;
  }
  if (!view) {
    fill(main, heading("Not found"), el("p", {}, "There is no such view. ", el("a", { href: "#/health" }, "Go to health.")));
    arrive("Not found");
    return;
  }
  const root = el("div");
  fill(main, root);
  fill(root, heading(view.title), loading());
  arrive(view.title);
  try {
    await view.show(root, { parts: at.parts, parameters: at.parameters, signal });
    if (!signal.aborted) {
      arrive(root.querySelector("h1")?.textContent ?? view.title);
    }
  } catch (error) {
    if (!isStopped(error) && !signal.aborted) {
      fill(root, heading(view.title), failure(error));
    }
  }
}

/** The focus follows to the new view, so that a reader begins there. */
function arrive(title) {
  document.title = title + " · Co-sell Connector";
  if (!main.contains(document.activeElement) || document.activeElement === main) {
    (main.querySelector("h1") ?? main).focus({ preventScroll: true });
  }
}

function frame() {
  const current = address().name;
  fill(
    navigation,
    session.isOpen &&
      el(
        "ul",
        {},
        VIEWS.filter(({ nav }) => nav !== false).map(({ path, title }) =>
          el("li", {}, el("a", { href: "#/" + path, "aria-current": path === current ? "page" : false }, title)),
        ),
      ),
  );
  navigation.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" });
  fill(
    sessionBar,
    session.isOpen && [
      el("span", {}, session.name || "an operator"),
      !session.mayAct && tag("may look"),
      session.key !== null
        ? el("button", { type: "button", onclick: () => leave("You are signed out.") }, "Sign out")
        : el("a", { href: SIGN_OUT }, "Sign out"),
    ],
  );
}

function leave(word) {
  session.close();
  show();
  announce(word);
}

/** Asks for what opens the console: a sign-in where people have one, else a key. */
function welcome(refusal) {
  const outcome = el("div", {}, refusal && failure(refusal));
  const title = session.person ? "No role" : "Sign in";
  fill(
    main,
    el(
      "div",
      { class: "card narrow" },
      heading(title),
      session.person ? withoutRole() : session.canSignIn ? [withMicrosoft(), keyInstead(outcome)] : keyForm(outcome),
      outcome,
    ),
  );
  document.title = title + " · Co-sell Connector";
  main.querySelector(session.canSignIn ? "h1" : "#key").focus();
}

function withMicrosoft() {
  const back = encodeURIComponent(location.pathname + location.hash);
  const address = "/.auth/login/aad?post_login_redirect_uri=" + back;
  return el("p", { class: "buttons" }, el("a", { class: "button first", href: address }, "Sign in with Microsoft"));
}

function keyInstead(outcome) {
  return el("details", {}, el("summary", {}, "Use a function key instead"), keyForm(outcome));
}

/** No key would help: who is signed in counts. */
function withoutRole() {
  return [
    el("p", {}, "You are signed in as ", el("strong", {}, session.person), ", who has no role here."),
    el("p", {}, "Ask whoever looks after Microsoft Entra for the role Cosell.Reader, to look, or Cosell.Operator, to act. Then sign out and in again."),
    el("p", {}, el("a", { href: SIGN_OUT }, "Sign out")),
  ];
}

function keyForm(outcome) {
  const key = el("input", { id: "key", type: "password", required: true, autocomplete: "off", "aria-describedby": "key-hint" });
  const name = el("input", { id: "name", type: "text", maxlength: 100, autocomplete: "name", "aria-describedby": "name-hint" });
  const button = el("button", { type: "submit", class: session.canSignIn ? false : "first" }, "Open the console");
  const open = async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await ask("status", { key: key.value.trim(), also: [503] });
      session.open(key.value.trim(), name.value.trim());
      await show();
    } catch (error) {
      fill(outcome, failure(error));
    } finally {
      button.disabled = false;
    }
  };
  return el(
    "form",
    { onsubmit: open },
    el("label", { for: "key" }, "Function key"),
    key,
    el("p", { class: "hint", id: "key-hint" }, "Kept for this tab only, and forgotten when it is closed."),
    el("label", { for: "name" }, "Your name"),
    name,
    el("p", { class: "hint", id: "name-hint" }, "Optional. Timelines show it beside what you do."),
    el("div", { class: "buttons" }, button),
  );
}

whenStranger((refusal) => {
  if (session.isOpen) {
    session.close();
    leaving.abort();
    meet()
      .catch(() => undefined)
      .then(() => {
        frame();
        welcome(refusal);
      });
  }
});
document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
window.addEventListener("hashchange", () => show());
// Who did not answer the first question will not answer the next one either, and that one is told.
await meet().catch(() => undefined);
show();
