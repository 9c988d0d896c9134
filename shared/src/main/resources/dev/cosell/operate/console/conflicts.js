// Fields that both sides changed and whose rule leaves the decision to a person.

import { ask, query } from "./api.js";
import { el, facts, fill, moment } from "./dom.js";
import { choice } from "./fields.js";
import { dealLink, heading, shortened } from "./parts.js";
import { fieldName } from "./words.js";

async function show(root, { parameters, signal }) {
  const page = await ask("conflicts" + query({ next: parameters.get("next") }), { signal });
  const again = () => show(root, { parameters, signal });
  fill(
    root,
    heading("Conflicts"),
    el("p", { class: "quiet" }, "Both sides changed these fields. Nothing of them crosses until somebody chooses."),
    page.items.length === 0 && el("p", { class: "card" }, "There is none."),
    page.items.map((conflict) => card(conflict, again, signal)),
    page.next && el("p", {}, el("a", { href: "#/conflicts" + query({ next: page.next }) }, "Further conflicts")),
  );
}

function card(conflict, again) {
  return el(
    "section",
    { class: "card warn" },
    el("h2", {}, fieldName(conflict.field), " of ", dealLink(conflict.pair, conflict.name)),
    facts([
      ["Partner Center", side(conflict.partnerCenter)],
      ["CRM", side(conflict.crm)],
      ["Detail", !conflict.crm && conflict.detail],
    ]),
    choice({ pair: conflict.pair }, { field: conflict.field }, again),
  );
}

function side(shown) {
  return shown && [shown.value === "" ? "(empty)" : shortened(shown.value), el("span", { class: "quiet" }, ` · ${shown.by}, `, moment(shown.changedAt))];
}

export default { path: "conflicts", title: "Conflicts", show };
