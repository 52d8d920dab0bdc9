// Deadlines that count down while the page is open.

import { fill } from "./config.js";

const EVERY_MS = 15_000;
const MINUTE_MS = 60_000;

function spokenLength(ms, day) {
  const minutes = Math.floor(Math.abs(ms) / MINUTE_MS);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days) return hours ? `${days} ${day} ${hours} h` : `${days} ${day}`;
  if (hours) return `${hours} h ${String(minutes % 60).padStart(2, "0")}`;
  return minutes ? `${minutes} min` : "< 1 min";
}

export function startClocks(text) {
  const tick = () => {
    for (const clock of document.querySelectorAll("time[data-due]")) {
      const left = Date.parse(clock.dateTime) - Date.now();
      const length = spokenLength(left, text.day);
      clock.className = left < 0 ? "late" : "calm";
      clock.textContent = fill(left < 0 ? text.late : text.left, { length });
    }
  };
  tick();
  setInterval(tick, EVERY_MS);
}
