// The page of one ticket: talk, composer, facts and keys, put together.

import { Canned } from "./canned.js";
import { startClocks } from "./clocks.js";
import { Composer } from "./composer.js";
import { onKey } from "./keyboard.js";
import { paced } from "./pace.js";
import { startPanes } from "./panes.js";
import { post } from "./post.js";
import { Talk, enrich } from "./talk.js";

const BUTTONS = {
  t: "act-take",
  b: "act-hand-back",
  x: "act-transfer",
  w: "act-wait",
  z: "act-snooze",
  e: "act-resolve",
  a: "act-article",
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
  startCorrecting(base);
  startKeys(composer, canned, showPane);
  startInserting(composer, showPane);
  startMenu();
  closeDialogs();
  startClocks(text);
}

// Head and facts come anew, at most once in a while. What the bot does to a ticket comes with what
// it says, so a message may mean both.
const changed = paced(() => document.dispatchEvent(new CustomEvent("case:changed")), 1000);

function listen(talk, composer) {
  const refresh = () => {
    talk.refresh();
    changed();
  };
  document.addEventListener("live:conversation", ({ detail }) => {
    if (detail.what === "typing") talk.customerTypes(detail.on);
    else if (detail.what === "received") talk.refresh();
    else refresh();
  });
  document.addEventListener("live:ticket", refresh);
  document.addEventListener("live:ready", ({ detail }) => {
    talk.refresh();
    if (!detail.again) return;
    changed();
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

// A list that is open stays open: the facts around it wait until it is left, or chosen from.
function startCorrecting(base) {
  const facts = document.getElementById("facts");
  let isChoosing = false;
  facts.addEventListener("focusin", ({ target }) => (isChoosing = target.matches("select")));
  facts.addEventListener("focusout", () => {
    if (isChoosing) changed();
    isChoosing = false;
  });
  facts.addEventListener("htmx:beforeRequest", (event) => {
    if (isChoosing && event.target === facts) event.preventDefault();
  });
  facts.addEventListener("change", async ({ target }) => {
    const { corrects: field } = target.dataset;
    if (!field) return;
    await post(`${base}/corrections`, { field, value: target.value });
    isChoosing = false;
    changed();
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

// An open menu stays open: the head around it waits until it is closed.
function startMenu() {
  const head = document.getElementById("ticket-head");
  const isOpen = () => document.getElementById("more")?.open;
  head.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target === head && isOpen()) event.preventDefault();
  });
  head.addEventListener("toggle", ({ newState }) => newState === "closed" && changed(), true);
  document.addEventListener("click", ({ target }) => {
    if (isOpen() && !target.closest?.("#more summary")) document.getElementById("more").open = false;
  });
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !isOpen()) return;
    document.getElementById("more").open = false;
    document.querySelector("#more summary").focus();
  });
}

// A dialog closes once the server did what it asks for, and keeps what was typed when not.
function closeDialogs() {
  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    if (detail.successful) target.closest?.("dialog")?.close();
  });
}
