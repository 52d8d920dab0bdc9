// How many tickets wait: in the tab's title, on the rail, and, if the agent wants it, by a sound and
// by the browser's own notification.

import { config, text } from "./config.js";
import { paced } from "./pace.js";

const AT_MOST_EVERY_MS = 1000;
const CHIME = [[880, 0], [1174.7, 0.12]]; // hertz, seconds after the start
let title = "";
let waiting = null;

export function startCounts() {
  const badge = document.getElementById("waiting-count");
  if (!badge) return;
  title = document.title;
  const ask = paced(() => update(badge), AT_MOST_EVERY_MS);
  document.addEventListener("live:queue", ask);
  document.addEventListener("live:ready", ask);
  ask();
}

async function update(badge) {
  const answer = await fetch("/console/queue/counts", { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.headers.has("HX-Redirect")) return;
  const counts = await answer.json();
  badge.textContent = counts.waiting > 99 ? "99+" : counts.waiting;
  badge.hidden = counts.waiting === 0;
  document.title = counts.waiting ? `(${counts.waiting}) ${title}` : title;
  if (waiting !== null && counts.waiting > waiting) announce(counts.waiting - waiting);
  waiting = counts.waiting;
}

function announce(more) {
  if (config.sound) chime();
  if (!config.notifications || document.hasFocus() || !mayNotify()) return;
  const sentence = more === 1 ? text.newTicket : text.newTickets;
  const notice = new Notification(sentence, { tag: "freemobilachat-queue" });
  notice.addEventListener("click", () => {
    window.focus();
    notice.close();
  });
}

export function mayNotify() {
  return "Notification" in window && Notification.permission === "granted";
}

/** Two short notes; silent until the agent has touched the page, as browsers want it. */
export function chime() {
  const context = new AudioContext();
  for (const [hertz, startsAt] of CHIME) {
    const from = context.currentTime + startsAt;
    const volume = context.createGain();
    volume.gain.setValueAtTime(0.12, from);
    volume.gain.exponentialRampToValueAtTime(0.001, from + 0.35);
    const note = context.createOscillator();
    note.frequency.value = hertz;
    note.connect(volume).connect(context.destination);
    note.start(from);
    note.stop(from + 0.4);
  }
  setTimeout(() => context.close(), 1000);
}
