// The short list beside an open ticket, on screens wide enough to show it.

import { paced } from "./pace.js";

const AT_MOST_EVERY_MS = 1000;
const CLOCKS_EVERY_MS = 30000;

export function startPane() {
  const pane = document.getElementById("pane");
  if (!pane) return;
  const refresh = paced(() => update(pane), AT_MOST_EVERY_MS);
  for (const event of ["live:queue", "live:ready"]) document.addEventListener(event, refresh);
  addEventListener("resize", () => pane.childElementCount === 0 && refresh());
  setInterval(refresh, CLOCKS_EVERY_MS);
  refresh();
}

async function update(pane) {
  if (getComputedStyle(pane).display === "none") return;
  const answer = await fetch(pane.dataset.source, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.headers.has("HX-Redirect")) return;
  const source = await answer.text();
  if (source === pane.source) return;
  const focused = pane.contains(document.activeElement) && document.activeElement.getAttribute("href");
  pane.innerHTML = source;
  pane.source = source;
  if (focused) pane.querySelector(`[href="${focused}"]`)?.focus({ preventScroll: true });
}
