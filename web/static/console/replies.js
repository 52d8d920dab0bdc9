// The page of public replies: one key each for what is done most, and news while nobody types.

import { onKey } from "./keyboard.js";

const REFRESH_MS = 4000;

export function startReplies() {
  if (!page()) return;
  onKey("a", () => press("approve"));
  onKey("r", () => press("refuse"));
  onKey("e", () => press("edit"));
  document.addEventListener("click", ({ target }) => {
    const card = target.closest("[data-do=edit]")?.closest("[data-reply]");
    if (card) edit(card);
  });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("[data-reply] textarea:not([readonly])")) typing(event);
  });
  document.addEventListener("htmx:afterSettle", () => {
    document.getElementById("replies-count").dispatchEvent(new Event("stale"));
  });
  setInterval(refresh, REFRESH_MS);
}

function page() {
  return document.getElementById("post-replies");
}

/** The card that holds the focus, else the first. */
function card() {
  return document.activeElement?.closest("[data-reply]") ?? document.querySelector("[data-reply]");
}

function press(name) {
  // What has just come in does nothing yet: HTMX wires it a moment later.
  if (page().matches(".htmx-added, .htmx-settling")) {
    document.addEventListener("htmx:afterSettle", () => press(name), { once: true });
    return true;
  }
  const button = card()?.querySelector(`[data-do=${name}]`);
  button?.click();
  return Boolean(button);
}

function edit(of) {
  const field = of.querySelector("textarea");
  field.readOnly = false;
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

function typing(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) press("approve");
  if (event.key === "Escape") leave(event.target);
}

function leave(field) {
  field.value = field.defaultValue;
  field.readOnly = true;
  field.blur();
}

// What somebody is writing, or has unfolded to read, is left alone.
function refresh() {
  const isBusy =
    document.activeElement?.matches("input, textarea:not([readonly]), select") ||
    page().querySelector("textarea:not([readonly]), details[open]");
  if (!isBusy && !document.hidden) page().dispatchEvent(new Event("refresh"));
}
