// The one way to the app. A key is kept by this tab alone and goes into a header, never into an address. Whoever is signed in
// needs none: the browser's cookie says who it is, and a header that another site cannot send says that this page asks.

const KEY = "cosell.key";
const NAME = "cosell.name";
const ROOT = "/api/";
const SIGNED_IN_ROOT = "/api/people/";
const LONGEST_NAME = 100;
const OWN_PAGE = { "x-cosell-console": "1" };

/** As GET /api/session tells it: whether people can sign in, and who did. */
let platform = { signIn: false };

/**
 * What the app refused. Its problem has code, title, detail, fix, fixer and correlationId; what else the answer tells is in
 * answer.
 */
export class Refused extends Error {
  constructor(status, problem, answer = {}) {
    super(problem.title);
    this.name = "Refused";
    this.status = status;
    this.problem = problem;
    this.answer = answer;
  }
}

export const session = {
  get key() {
    return sessionStorage.getItem(KEY);
  },
  /** Whether anything can be asked for. */
  get isOpen() {
    return this.key !== null || platform.mayLook === true;
  },
  /** Whether more than looking will be allowed; the app decides it anew each time. */
  get mayAct() {
    return this.key !== null ? platform.mayAct !== false : platform.mayAct === true;
  },
  /** Whether people can sign in with Microsoft Entra. */
  get canSignIn() {
    return platform.signIn;
  },
  /** Whom the platform signed in; none where callers show a key. */
  get person() {
    return platform.name;
  },
  /** Whoever works here, as timelines will name them; empty if they did not say. */
  get name() {
    return platform.name ?? sessionStorage.getItem(NAME) ?? "";
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

/** Learns who opened the page. */
export async function meet() {
  platform = await ask("session", { free: true });
}

/** Called when the app knows the key, or whoever is signed in, no longer. */
let onStranger = () => {};
export function whenStranger(listener) {
  onStranger = listener;
}

/**
 * Asks the app. Throws Refused for every answer that is none of the expected ones.
 *
 * @param path below /api/, with its query
 * @param options method, body (an object), signal, key (instead of the session's), proof (instead of a key, where a link
 *   carried one), free (nobody has to prove anything), also (further statuses whose body is an answer), file (the answer is
 *   a file: its text is given, with its byte order mark, and as next where its next part begins)
 */
export async function ask(path, { method = "GET", body, signal, key = session.key, proof, free = false, also = [], file = false } = {}) {
  const { root, header } = authority(key, proof, free);
  const response = await reached(root + path, {
    method,
    signal,
    cache: "no-store",
    headers: {
      ...header,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (file && response.ok) {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
    return { text, next: response.headers.get("cosell-next") };
  }
  const answer = await content(response);
  if (response.ok || (also.includes(response.status) && answer && !answer.error)) {
    return answer ?? {};
  }
  const refusal = new Refused(response.status, answer?.error ?? unexplained(response.status), answer);
  if (response.status === 401) {
    onStranger(refusal);
  }
  throw refusal;
}

/** What proves who asks, and the routes that take it. */
function authority(key, proof, free) {
  if (free) {
    return { root: ROOT, header: {} };
  }
  if (proof !== undefined) {
    return { root: ROOT, header: { "x-cosell-proof": proof } };
  }
  return key === null ? { root: SIGNED_IN_ROOT, header: OWN_PAGE } : { root: ROOT, header: { "x-functions-key": key } };
}

async function reached(address, request) {
  try {
    return await fetch(address, request);
  } catch (error) {
    if (error.name === "AbortError") {
      throw error;
    }
    throw new Refused(0, {
      title: "The app does not answer",
      detail: "expected an answer to " + request.method + " " + address.split("?")[0] + ", found none",
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
  return session.name === "" ? {} : { by: session.name.slice(0, LONGEST_NAME) };
}

/** A query without the parameters that have no value. */
export function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length === 0 ? "" : "?" + new URLSearchParams(given);
}
