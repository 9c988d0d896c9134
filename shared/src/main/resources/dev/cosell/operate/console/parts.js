// Parts that several views show in the same way.

import { session } from "./api.js";
import { el, facts, outward } from "./dom.js";
import { PHASES, fixer } from "./words.js";

export function tag(text, tone = "") {
  return el("span", { class: ("tag " + tone).trim() }, text);
}

/** Where a deal stands. */
export function phase(name, status) {
  const known = PHASES[name] ?? { word: name, tone: "" };
  return tag(status ?? known.word, known.tone);
}

/** A problem: what it is, what was expected and found, what to do, and who can. */
export function problem(found, tone = "bad") {
  return el(
    "div",
    { class: "card " + tone },
    el("p", {}, found.code && [tag(found.code, tone), " "], el("strong", {}, found.title)),
    facts([
      ["Field", found.field],
      ["Found", found.detail],
      ["What to do", found.fix],
      ["Who", found.fixer && fixer(found.fixer)],
      ["More", found.help && outward(found.help, "the page of " + found.code)],
      ["Correlation id", found.correlationId && el("code", {}, found.correlationId)],
    ]),
  );
}

/** A button that acts: nothing for those who may only look. */
export function action(attributes, ...content) {
  return session.mayAct && el("button", { type: "button", ...attributes }, content);
}

/** Buttons that act, side by side. */
export function buttons(...content) {
  return session.mayAct && el("div", { class: "buttons" }, content);
}

/** What the app refused, or what went wrong here. It is said aloud, too. */
export function failure(error, tone = "bad") {
  return el("div", { role: "alert" }, problem(error.problem ?? { title: String(error.message ?? error) }, tone));
}

export function loading(text = "Loading…") {
  return el("div", { class: "quiet", "aria-busy": "true" }, el("p", {}, text), el("progress", { "aria-label": text }));
}

const LONG = 240;

/** A long text by its beginning, which opens the whole. */
export function shortened(text) {
  return text.length <= LONG ? text : el("details", {}, el("summary", {}, text.slice(0, LONG / 2) + "…"), text);
}

/** The heading of a view; the router puts the focus on it. */
export function heading(text, ...beside) {
  return el("div", { class: "head" }, el("h1", { tabindex: "-1" }, text), beside);
}

/** A table; each column says its name and what to show of a row. */
export function table(caption, columns, rows) {
  return el(
    "div",
    { class: "scroll", role: "region", "aria-label": caption, tabindex: "0" },
    el(
      "table",
      {},
      el("caption", {}, caption),
      el("thead", {}, el("tr", {}, columns.map(({ name }) => el("th", { scope: "col" }, name)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, columns.map((column, index) => cell(column, row, index))))),
    ),
  );
}

function cell({ name, show, style }, row, index) {
  return index === 0
    ? el("th", { scope: "row", class: style }, show(row))
    : el("td", { "data-label": name, class: style }, show(row));
}

/** A link to the page of a deal. */
export function dealLink(pair, name) {
  return el("a", { href: "#/deals/" + encodeURIComponent(pair) }, name || el("span", { class: "id" }, pair));
}

/** The one of several addresses that is shown. */
export function tabs(label, entries) {
  return el(
    "nav",
    { class: "tabs", "aria-label": label },
    el(
      "ul",
      {},
      entries.map(({ href, text, count, current }) =>
        el(
          "li",
          {},
          el("a", { href, "aria-current": current ? "page" : false }, text, count !== undefined && el("span", { class: "count" }, count)),
        ),
      ),
    ),
  );
}
