// The one way to the app. The key is kept by this tab alone and goes into a header, never into an address.

const KEY = "cosell.key";
const NAME = "cosell.name";
const ROOT = "/api/";

/** What the app refused, as its answer says it: code, title, detail, fix, fixer, correlationId. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.title);
    this.name = "Refused";
    this.status = status;
    this.problem = problem;
  }
}

export const session = {
  get key() {
    return sessionStorage.getItem(KEY);
  },
  /** Whoever works here, as timelines will name them; empty if they did not say. */
  get name() {
    return sessionStorage.getItem(NAME) ?? "";
  },
  open(key, name) {
    sessionStorage.setItem(KEY, key);
    sessionStorage.setItem(NAME, name);
  },
  close() {
    sessionStorage.removeItem(KEY);
    sessionStorage.removeItem(NAME);
  },
};

/** Called when the app knows the key no longer. */
let onNoKey = () => {};
export function whenKeyIsRefused(listener) {
  onNoKey = listener;
}

/**
 * Asks the app. Throws Refused for every answer that is none of the expected ones.
 *
 * @param path below /api/, with its query
 * @param options method, body (an object), signal, key (instead of the session's), proof (instead of a key, where a link
 *   carried one), also (further statuses whose body is an answer), file (the answer is a file: its text is given)
 */
export async function ask(path, { method = "GET", body, signal, key = session.key, proof, also = [], file = false } = {}) {
  const response = await reached(path, {
    method,
    signal,
    cache: "no-store",
    headers: {
      ...(proof === undefined ? { "x-functions-key": key ?? "" } : { "x-cosell-proof": proof }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (file && response.ok) {
    return response.text();
  }
  const answer = await content(response);
  if (response.ok || (also.includes(response.status) && answer && !answer.error)) {
    return answer ?? {};
  }
  const refusal = new Refused(response.status, answer?.error ?? unexplained(response.status));
  if (response.status === 401) {
    onNoKey(refusal);
  }
  throw refusal;
}

async function reached(path, request) {
  try {
    return await fetch(ROOT + path, request);
  } catch (error) {
    if (error.name === "AbortError") {
      throw error;
    }
    throw new Refused(0, {
      title: "The app does not answer",
      detail: "expected an answer to " + request.method + " " + ROOT + path.split("?")[0] + ", found none",
      fix: "Check your network, and whether the function app is running; then try again.",
    });
  }
}

async function content(response) {
  const text = await response.text();
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unexplained(status) {
  return status === 401
    ? { title: "The key is not accepted", fix: "Enter a function key or host key of this app. Somebody may have renewed it." }
    : { title: "The answer was HTTP " + status, fix: "Try again; if it lasts, look into the app's log." };
}

/** A command of a person, who is named where the app keeps names. */
export function command(path, body = {}) {
  return ask(path, { method: "POST", body });
}

/** The member that names whoever asks. */
export function signed() {
  return session.name === "" ? {} : { by: session.name };
}

/** A query without the parameters that have no value. */
export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length === 0 ? "" : "?" + new URLSearchParams(given);
}
