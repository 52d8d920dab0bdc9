// The page of alerts: states and readings come by themselves, and leave alone what somebody writes.

import htmx from "htmx.org";

import { startLive } from "../kpi/live.js";

export function startAlerts() {
  const page = document.getElementById("alerts-page");
  if (!page) return;
  startLive(page, () => {
    htmx.process(page);
    document.getElementById("firing-count").dispatchEvent(new Event("stale"));
  });
}
