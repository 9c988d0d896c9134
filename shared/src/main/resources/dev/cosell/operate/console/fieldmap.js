// Which field is which: the versions of that map, what became of each, and going to another one.

import { attempt } from "./actions.js";
import { ask, command, signed } from "./api.js";
import { el, facts, fill, moment, offer } from "./dom.js";
import { action, dealLink, heading, table, tag } from "./parts.js";
import { fieldName } from "./words.js";

const TURNS = { STORED: "put into use", CANARY: "put on trial", PROMOTED: "put into use for all", ROLLED_BACK: "gone back to" };
/** Of a version; what else became of it is not a version of its own. */
const BEGINNINGS = ["STORED", "CANARY"];
const NOTE = { name: "note", label: "Note", hint: "It is kept with the version." };

async function show(root, { signal }) {
  const map = await ask("field-map", { signal });
  const outcome = el("div", {});
  const after = { outcome, signal, again: () => show(root, { signal }), done: "It is in use. Every instance heeds it within half a minute." };
  fill(
    root,
    heading("Field map"),
    el("p", { class: "quiet" }, "Which field of one side is which of the other. A change of the map changes no data by itself."),
    el(
      "div",
      { class: "buttons" },
      trialButtons(map, after),
      map.active !== 0 && back(0, after),
      differs(map) && el("button", { type: "button", onclick: () => save(map) }, "Save the overrides"),
    ),
    outcome,
    el("div", { class: "grid halves" }, use(map), map.drift && drift(map.drift)),
    versions(map, after),
  );
}

function use({ active, onTrial, overrides }) {
  return el(
    "section",
    { class: "card" },
    el("h2", {}, "In use"),
    facts([
      ["Version", active === 0 ? "the map that ships" : String(active)],
      ["On trial", onTrial && [`version ${onTrial.version}, for `, onTrial.pairs.map((pair) => [dealLink(pair), " "])]],
    ]),
    differs({ overrides }) &&
      el("details", {}, el("summary", {}, "What differs from the map that ships"), el("pre", { tabindex: "0" }, JSON.stringify(overrides, null, 2))),
  );
}

function differs({ overrides }) {
  return Object.keys(overrides).length > 0;
}

function drift({ checkedAt, faults, values }) {
  return el(
    "section",
    { class: faults.length > 0 ? "card bad" : "card" },
    el("h2", {}, "Compared with the CRM"),
    facts([
      ["When", moment(checkedAt)],
      ["Faults", faults.length === 0 ? tag("none", "good") : tag(String(faults.length), "bad")],
    ]),
    faults.length > 0 && el("ul", {}, faults.map((fault) => el("li", {}, fault))),
    values.length > 0 && el("ul", {}, values.map(({ field, detail, deals }) => el("li", {}, `${fieldName(field)}: ${detail} (${deals} deals)`))),
  );
}

function trialButtons({ onTrial }, after) {
  return (
    onTrial && [
      action(
        {
          class: "first",
          onclick: () =>
            attempt(
              { title: `Put version ${onTrial.version} into use for all deals?`, confirm: "Use it for all", fields: [NOTE] },
              ({ note }) => command("field-map/promote", { note, ...signed() }),
              after,
            ),
        },
        "Use the trial for all",
      ),
      action(
        {
          onclick: () =>
            attempt(
              { title: `End the trial of version ${onTrial.version}?`, text: "Its deals go back to the version in use.", confirm: "End the trial", fields: [NOTE] },
              ({ note }) => command("field-map/rollback", { note, ...signed() }),
              after,
            ),
        },
        "End the trial",
      ),
    ]
  );
}

function versions({ active, history }, after) {
  return el(
    "section",
    { class: "card" },
    history.length === 0
      ? el("p", {}, "No version was stored yet: the map that ships has been in use from the beginning. PUT /api/field-map stores one.")
      : table(
          "What became of the versions, the latest first",
          [
            { name: "Version", show: ({ version }) => (version === 0 ? "the map that ships" : String(version)) },
            { name: "What", show: ({ what }) => TURNS[what] ?? what },
            { name: "When", show: ({ at }) => moment(at) },
            { name: "By", show: ({ by }) => by },
            { name: "Note", show: ({ note }) => note || "–" },
            { name: "Action", show: ({ what, version }) => (BEGINNINGS.includes(what) && version !== active && back(version, after)) || "–" },
          ],
          history,
        ),
  );
}

function back(version, after) {
  const name = version === 0 ? "the map that ships" : `version ${version}`;
  return action(
    {
      "aria-label": `Use ${name}`,
      onclick: () =>
        attempt(
          { title: `Put ${name} into use?`, text: "It is checked in full first. If it does not suit the CRM, nothing is changed.", confirm: "Use it", fields: [NOTE] },
          ({ note }) => command("field-map/rollback", { version, note, ...signed() }),
          after,
        ),
    },
    version === 0 ? "Use the map that ships" : "Use this version",
  );
}

function save({ version, overrides }) {
  offer(`field-map-version-${version}.json`, JSON.stringify({ overrides }, null, 2));
}

export default { path: "field-map", title: "Field map", show };
