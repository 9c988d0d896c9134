// Builds what is on the page. Data only ever becomes text or a checked address; there is no way to markup from here.

/**
 * An element. Attributes named on… are listeners; true stands for an attribute without a value, and false, null and
 * undefined for none. Children are nodes, texts, or lists of these; what is none is left out.
 */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) {
      element.addEventListener(key.slice(2), value);
    } else if (value === true) {
      element.setAttribute(key, "");
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, String(value));
    }
  }
  element.append(...nodes(children));
  return element;
}

function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Puts other content into an element. */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/** A link to another site in a window of its own; only text if the address is none of the web. */
export function outward(address, text) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return text;
  }
  return ["https:", "http:"].includes(url.protocol)
    ? el("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, text)
    : text;
}

/** A list of names and values; entries whose value is absent are left out. */
export function facts(entries, style = "") {
  return el(
    "dl",
    { class: style },
    entries
      .filter(([, value]) => ![undefined, null, false, ""].includes(value))
      .map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
  );
}

const DAY_AND_TIME = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const RELATIVE = new Intl.RelativeTimeFormat("en", { numeric: "auto" });
const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** A moment in the reader's own time zone; how long ago or ahead it is as its title. */
export function moment(instant) {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) {
    return String(instant);
  }
  return el("time", { datetime: at.toISOString(), title: distance(at) }, DAY_AND_TIME.format(at));
}

/** How far away a moment is, in words. */
export function distance(at) {
  const seconds = Math.round((new Date(at) - Date.now()) / 1000);
  const [unit, length] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
  return RELATIVE.format(Math.round(seconds / length), unit);
}

/** Has the browser save a text. A link to the app would not do: it carries no key. */
export function offer(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  el("a", { href: address, download: name }).click();
  URL.revokeObjectURL(address);
}

/** Says something to those who do not see the page change. */
export function announce(text) {
  document.getElementById("news").textContent = text;
}

/** Waits. Ends early, with an error that isStopped() knows, when the signal does. */
export function pause(millis, signal) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, millis);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** Whether something ended because its view was left. */
export function isStopped(error) {
  return error?.name === "AbortError";
}
