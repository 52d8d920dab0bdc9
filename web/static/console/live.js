// The live line: one event stream a page. Events are sent on as `live:queue`, `live:ticket` and
// `live:conversation` on the document; `live:ready` says that they come from now on, so that what
// happened since the page was made, or since the line was lost, is to be asked for.

import { text } from "./config.js";

const KINDS = ["queue", "ticket", "conversation"];
const TOLD_AFTER_MS = 4000;
const TRY_AGAIN_MS = 3000;
const NEEDS_SESSION = "/console/account";

let wasLost = false;
let toldTimer = null;

export function startLive() {
  if (!document.body.classList.contains("console")) return;
  document.body.addEventListener("signed-out", sessionOver);
  open();
}

function open() {
  const reference = document.querySelector("[data-reference-live]")?.dataset.referenceLive;
  const query = reference ? `?ticket=${encodeURIComponent(reference)}` : "";
  const stream = new EventSource(`/console/events${query}`);
  stream.addEventListener("ready", ready);
  stream.addEventListener("error", () => lost(stream));
  for (const kind of KINDS) {
    stream.addEventListener(kind, ({ data }) => tell(kind, JSON.parse(data)));
  }
  addEventListener("pagehide", () => stream.close());
}

function ready() {
  clearTimeout(toldTimer);
  toldTimer = null;
  notice("");
  tell("ready", { again: wasLost });
  wasLost = false;
}

async function lost(stream) {
  wasLost = true;
  toldTimer ??= setTimeout(() => notice(text.lineLost), TOLD_AFTER_MS);
  if (stream.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
  if (await isSignedOut()) {
    clearTimeout(toldTimer);
    sessionOver();
  } else {
    setTimeout(open, TRY_AGAIN_MS);
  }
}

async function isSignedOut() {
  const answer = await fetch(NEEDS_SESSION, { redirect: "manual" }).catch(() => null);
  return answer?.type === "opaqueredirect";
}

function sessionOver() {
  const back = new URLSearchParams({ next: location.pathname });
  notice(text.sessionOver, `/console/sign-in?${back}`);
}

function notice(sentence, address = "") {
  const line = document.getElementById("line-lost");
  line.hidden = !sentence;
  line.textContent = address ? "" : sentence;
  if (!address) return;
  const link = document.createElement("a");
  link.href = address;
  link.textContent = sentence;
  line.append(link);
}

function tell(kind, detail = {}) {
  document.dispatchEvent(new CustomEvent(`live:${kind}`, { detail }));
}
