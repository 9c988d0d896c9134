// What was given up for good: by whom, and why.

import { ask, query } from "./api.js";
import { el, fill, moment } from "./dom.js";
import { dealLink, heading, table } from "./parts.js";

async function show(root, { parameters, signal }) {
  const page = await ask("poison/discarded" + query({ next: parameters.get("next") }), { signal });
  fill(
    root,
    heading("Discarded messages"),
    el("p", {}, el("a", { href: "#/parked" }, "Parked messages")),
    page.items.length === 0
      ? el("p", { class: "card" }, "There is none.")
      : el(
          "div",
          { class: "card" },
          table(
            "The oldest first",
            [
              { name: "Message", show: ({ id }) => el("span", { class: "id" }, id) },
              { name: "About", show: ({ subject }) => (subject ? dealLink(subject) : "nobody can read it") },
              { name: "Problem", show: ({ problem }) => problem },
              { name: "Parked", show: ({ parkedAt }) => moment(parkedAt) },
              { name: "Discarded", show: ({ at }) => moment(at) },
              { name: "By", show: ({ by }) => by },
              { name: "Reason", show: ({ reason }) => reason },
            ],
            page.items,
          ),
        ),
    page.next && el("p", {}, el("a", { href: "#/discarded" + query({ next: page.next }) }, "Further messages")),
  );
}

export default { path: "discarded", title: "Discarded messages", nav: false, show };
