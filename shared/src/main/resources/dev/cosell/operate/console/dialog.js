// Asks before something is done. The dialog is the browser's own: it keeps the focus, and Escape closes it.

import { el } from "./dom.js";

/**
 * Asks for what an action needs.
 *
 * @param question title, text, confirm (the button's word), irreversible, and fields: each has name, label, hint,
 *   required, value, suggestions, and kind ("text", "number" with min and max, "check", or "choice" with options)
 * @returns the values by name, or null if it was called off
 */
export function askPerson({ title, text, confirm, irreversible = false, fields = [] }) {
  return new Promise((resolve) => {
    const inputs = fields.map(input);
    const dialog = el("dialog", { "aria-labelledby": "dialog-title" });
    const close = (values) => {
      dialog.close();
      dialog.remove();
      resolve(values);
    };
    const form = el(
      "form",
      {
        onsubmit: (event) => {
          event.preventDefault();
          close(Object.fromEntries(inputs.map(({ name, read }) => [name, read()])));
        },
      },
      el("h2", { id: "dialog-title" }, title),
      text && el("p", {}, text),
      irreversible && el("p", {}, el("strong", {}, "This cannot be undone.")),
      inputs.map(({ shown }) => shown),
      el(
        "div",
        { class: "buttons" },
        el("button", { type: "submit", class: irreversible ? "last" : "first" }, confirm),
        el("button", { type: "button", onclick: () => close(null) }, "Cancel"),
      ),
    );
    dialog.append(form);
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

function input({ name, label, hint, required = false, value = "", kind = "text", min, max, suggestions = [], options = [] }) {
  const id = "field-" + name;
  const hintId = hint && id + "-hint";
  const said = hint && el("p", { class: "hint", id: hintId }, hint);
  if (kind === "check") {
    const box = el("input", { id, type: "checkbox", "aria-describedby": hintId });
    return { name, read: () => box.checked, shown: [el("label", { for: id, class: "check" }, box, " ", label), said] };
  }
  const field =
    kind === "choice"
      ? el("select", { id, "aria-describedby": hintId }, options.map(([key, word]) => el("option", { value: key, selected: key === value }, word)))
      : el("input", {
          id,
          type: kind,
          min,
          max,
          value,
          required,
          pattern: required && kind === "text" ? ".*\\S.*" : false,
          autocomplete: "off",
          "aria-describedby": hintId,
          list: suggestions.length > 0 && id + "-list",
        });
  return {
    name,
    read: () => field.value.trim(),
    shown: [
      el("label", { for: id }, label),
      field,
      suggestions.length > 0 && el("datalist", { id: id + "-list" }, suggestions.map((each) => el("option", { value: each }))),
      said,
    ],
  };
}
