// Referrals that policy keeps out of the CRM, and letting one in.

import { ask, command, query, signed } from "./api.js";
import { attempt } from "./actions.js";
import { el, fill, moment } from "./dom.js";
import { action, heading, table } from "./parts.js";

async function show(root, { parameters, signal }) {
  const page = await ask("ignored" + query({ limit: 50, next: parameters.get("next") }), { signal });
  const outcome = el("div", {});
  const after = { outcome, again: () => show(root, { parameters, signal }), signal };
  fill(
    root,
    heading("Kept out"),
    el("p", { class: "quiet" }, "Referrals that your policy keeps out of the CRM, for 90 days."),
    outcome,
    page.items.length === 0
      ? el("p", { class: "card" }, "There is none.")
      : el(
          "div",
          { class: "card" },
          table(
            "Referrals, in no particular order",
            [
              { name: "Referral", show: ({ name, referralId }) => name || el("span", { class: "id" }, referralId) },
              { name: "Kind", show: ({ kind }) => kind },
              { name: "Reason", show: ({ reason }) => reason },
              { name: "Since", show: ({ at }) => moment(at) },
              { name: "Action", show: (referral) => ((referral.canBeAdmitted && admit(referral, after)) || "–") },
            ],
            page.items,
          ),
        ),
    page.next && el("p", {}, el("a", { href: "#/ignored" + query({ next: page.next }) }, "Further referrals")),
  );
}

function admit({ name, referralId }, after) {
  return action(
    {
      onclick: () =>
        attempt(
          { title: "Let this referral in?", text: `“${name || referralId}” comes into the CRM, whatever policy says.`, confirm: "Let it in" },
          () => command(`referrals/${encodeURIComponent(referralId)}/admit`, signed()),
          after,
        ),
    },
    "Let in",
  );
}

export default { path: "ignored", title: "Kept out", show };
