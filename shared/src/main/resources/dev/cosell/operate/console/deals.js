// Lists of deals, and finding one.

import { Refused, ask, query } from "./api.js";
import { announce, el, fill, moment } from "./dom.js";
import { dealLink, failure, heading, phase, table, tabs } from "./parts.js";
import { PHASES } from "./words.js";

const CONFLICT = "MAP-02";
const SOON_DAYS = 7;

/** The lists: what the tab says, and what it asks for. */
const LISTS = [
  ...["HELD", "ORPHAN", "PARKED", "WAITING", "IN_STEP", "LINKING", "UNSHARED", "CLOSED"].map((name) => ({
    key: name,
    word: PHASES[name].word,
    of: { phase: name },
    empty: `No deal is ${PHASES[name].word.toLowerCase()}.`,
  })),
  { key: "conflict", word: "Conflict", of: { problem: CONFLICT }, empty: "No deal has a conflict." },
  {
    key: "expiring",
    word: "Expiring",
    of: { expiresWithinDays: SOON_DAYS },
    empty: `No referral expires within ${SOON_DAYS} days for want of an answer.`,
  },
];

async function show(root, { parameters, signal }) {
  const wanted = parameters.get("name");
  const list = chosen(parameters);
  const next = parameters.get("next");
  const [page, counts] = await Promise.all([
    ask("referrals" + query({ ...(wanted ? { name: wanted } : list.of), limit: 50, next }), { signal }),
    ask("referral-counts", { signal }),
  ]);
  fill(
    root,
    heading(wanted ? "Deals named “" + wanted + "”" : "Deals: " + list.word, search(wanted ?? "")),
    tabs(
      "Lists",
      LISTS.map((each) => ({
        href: "#/deals" + query(each.key === each.of.phase ? each.of : { list: each.key }),
        text: each.word,
        count: countOf(counts[each.of.phase]),
        current: !wanted && each === list,
      })),
    ),
    deals(page.items, wanted ? "No deal has a word in its name, or its customer's, that begins so." : list.empty),
    page.next &&
      el(
        "p",
        { class: "buttons" },
        el("a", { href: "#/deals" + query({ ...Object.fromEntries(parameters), next: page.next }) }, "Further deals"),
      ),
  );
  announce(page.items.length + " deals");
}

/** A phase or a problem of an address that a list of its own stands for, or any other that is known. */
function chosen(parameters) {
  const code = parameters.get("problem");
  if (code) {
    return { word: "with " + code, of: { problem: code }, empty: "No deal has this problem." };
  }
  const key = parameters.get("list") ?? parameters.get("phase") ?? LISTS[0].key;
  return LISTS.find((each) => each.key === key) ?? LISTS[0];
}

function countOf(count) {
  return count && count.pairs + (count.orMore ? "+" : "");
}

function deals(items, empty) {
  if (items.length === 0) {
    return el("p", { class: "card" }, empty);
  }
  return el(
    "div",
    { class: "card" },
    table(
      "Deals, in no particular order",
      [
        { name: "Deal", show: ({ pair, name }) => dealLink(pair, name) },
        { name: "Customer", show: ({ customer }) => customer },
        { name: "Stands", show: (deal) => phase(deal.phase, deal.status) },
        { name: "Problem", show: (deal) => problems(deal) },
        { name: "Answer by", show: ({ answerBy }) => answerBy && moment(answerBy) },
        { name: "Updated", show: ({ updatedAt }) => moment(updatedAt) },
      ].map((column) => ({ ...column, show: (deal) => column.show(deal) ?? "–" })),
      items,
    ),
  );
}

function problems({ problem, problemTitle, problems: codes }) {
  if (codes.length === 0) {
    return undefined;
  }
  const others = codes.filter((code) => code !== problem);
  return [problem && `${problem} ${problemTitle}`, problem && others.length > 0 && "; ", others.join(", ")];
}

function search(value) {
  const text = el("input", { id: "find", type: "search", value, required: true, maxlength: 100, autocomplete: "off" });
  const outcome = el("div", {});
  const find = async (event) => {
    event.preventDefault();
    const wanted = text.value.trim();
    try {
      const found = await ask("referrals/" + encodeURIComponent(wanted));
      location.hash = "#/deals/" + encodeURIComponent(found.pair);
    } catch (error) {
      if (error instanceof Refused && error.status === 404) {
        location.hash = "#/deals" + query({ name: wanted });
      } else {
        fill(outcome, failure(error));
      }
    }
  };
  return el(
    "form",
    { class: "search", role: "search", onsubmit: find },
    el("div", {}, el("label", { for: "find" }, "Find by id or name"), text, outcome),
    el("button", { type: "submit" }, "Find"),
  );
}

export default { path: "deals", title: "Deals", show };
