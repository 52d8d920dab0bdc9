// The page of one ticket: talk, composer, facts and keys, put together.

import { Canned } from "./canned.js";
import { startClocks } from "./clocks.js";
import { Composer } from "./composer.js";
import { onKey } from "./keyboard.js";
import { startPanes } from "./panes.js";
import { Talk, enrich } from "./talk.js";

const BUTTONS = {
  t: "act-take",
  b: "act-hand-back",
  x: "act-transfer",
  w: "act-wait",
  z: "act-snooze",
  e: "act-resolve",
  u: "back",
};

export function startTicket() {
  const page = document.getElementById("case");
  if (!page) return;
  const text = JSON.parse(document.getElementById("case-text").textContent);
  const { base, referenceLive: reference } = page.dataset;
  const talk = new Talk(base);
  const composer = new Composer({ base, reference, text, talk });
  const canned = new Canned({ base, text, onChoose: (words) => composer.replace(words) });
  const showPane = startPanes(page);
  composer.canned = canned;
  listen(talk, composer);
  startKeys(composer, canned, showPane);
  startInserting(composer, showPane);
  closeDialogs();
  startClocks(text);
}

function listen(talk, composer) {
  document.addEventListener("live:conversation", ({ detail }) => {
    if (detail.what === "typing") talk.customerTypes(detail.on);
    else talk.refresh();
  });
  document.addEventListener("live:ticket", () => talk.refresh());
  document.addEventListener("live:back", () => {
    talk.refresh();
    composer.sendNext();
  });
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    enrich(target);
    composer.follow();
  });
}

function startKeys(composer, canned, showPane) {
  for (const [key, id] of Object.entries(BUTTONS)) {
    onKey(key, () => document.getElementById(id)?.click() ?? false);
  }
  const write = (mode) => {
    showPane("conversation");
    composer.choose(mode);
    composer.focus();
  };
  onKey("r", () => write("reply"));
  onKey("n", () => write("note"));
  onKey("/", () => {
    write("reply");
    canned.open();
  });
}

function startInserting(composer, showPane) {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("#articles [data-insert]");
    if (!button) return;
    showPane("conversation");
    composer.choose("reply");
    composer.insert(button.dataset.insert);
  });
}

// A dialog closes once the server did what it asks for, and keeps what was typed when not.
function closeDialogs() {
  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    if (detail.successful) target.closest?.("dialog")?.close();
  });
  document.addEventListener("click", ({ target }) => {
    const more = document.getElementById("more");
    if (more?.open && !target.closest?.("#more summary")) more.open = false;
  });
}
