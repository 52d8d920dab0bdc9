// The list of tickets, kept up to date in place: only lines that changed are touched, so that the
// focus, the ticks and the scroll stay where they are.

import htmx from "htmx.org";

import { fill } from "./config.js";
import { onKey } from "./keyboard.js";
import { paced } from "./pace.js";

const AT_MOST_EVERY_MS = 1000;
const CLOCKS_EVERY_MS = 30000;
const MORE_LINES = 50;
/** Each element as the server wrote it: the browser and HTMX may have changed it since. */
const sources = new WeakMap();
let holder = null;

export function startQueue() {
  holder = document.getElementById("lines");
  if (!holder) return;
  for (const element of [...holder.children, ...part("lines-list").children]) note(element);
  const refresh = paced(update, AT_MOST_EVERY_MS);
  document.addEventListener("live:queue", refresh);
  document.addEventListener("live:ready", refresh);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  setInterval(refresh, CLOCKS_EVERY_MS);
  holder.addEventListener("click", ({ target }) => target.id === "lines-more" && showMore());
  document.querySelector(".tabs [aria-current]")?.scrollIntoView({ inline: "center" });
  startKeys();
  startBulk();
}

async function update(limit = part("lines-state").dataset.limit) {
  const query = new URLSearchParams(location.search);
  query.set("limit", limit);
  const answer = await fetch(`${holder.dataset.source}?${query}`, { headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.headers.has("HX-Redirect")) return; // the live line says why
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const id of ["lines-state", "lines-foot"]) replaceChanged(part(id), fresh.getElementById(id));
  arrange(part("lines-list"), [...fresh.querySelectorAll(".line")]);
  showCounts();
  showBulk();
}

function showMore() {
  update(Number(part("lines-state").dataset.limit) + MORE_LINES);
}

function arrange(list, freshLines) {
  const kept = new Set(freshLines.map(({ id }) => id));
  for (const line of [...list.children]) if (!kept.has(line.id)) leave(line);
  freshLines.forEach((fresh, place) => {
    const old = document.getElementById(fresh.id);
    const line = old ? replaceChanged(old, fresh) : fresh;
    if (list.children[place] !== line) list.insertBefore(line, list.children[place] ?? null);
    if (!old) htmx.process(note(line));
  });
}

/** A line that goes away hands its focus to the one below it. */
function leave(line) {
  const next = line.nextElementSibling ?? line.previousElementSibling;
  if (line.contains(document.activeElement)) linkOf(next)?.focus();
  line.remove();
}

function note(element) {
  sources.set(element, element.outerHTML);
  return element;
}

function replaceChanged(old, fresh) {
  if (sources.get(old) === fresh.outerHTML) return old;
  const focused = old.contains(document.activeElement) ? placeIn(old, document.activeElement) : null;
  const box = old.querySelector("input[type=checkbox]");
  const adopted = note(document.adoptNode(fresh));
  old.replaceWith(adopted);
  if (box?.checked) adopted.querySelector("input[type=checkbox]").checked = true;
  if (focused) (adopted.querySelector(focused) ?? linkOf(adopted))?.focus({ preventScroll: true });
  htmx.process(adopted);
  return adopted;
}

function placeIn(line, element) {
  return ["a", "input", ".take", ".chip"].find((place) => line.querySelector(place) === element);
}

function showCounts() {
  const { waiting, mine } = part("lines-state").dataset;
  for (const count of document.querySelectorAll("[data-count]")) {
    count.textContent = count.dataset.count === "waiting" ? waiting : mine;
  }
}

function startKeys() {
  const search = document.getElementById("q");
  onKey("j", () => move(1));
  onKey("k", () => move(-1));
  onKey("t", () => currentLine()?.querySelector(".take")?.click());
  onKey("/", () => search.select());
  search.addEventListener("keydown", (event) => event.key === "Escape" && search.blur());
}

function move(step) {
  const lines = [...part("lines-list").children];
  const place = lines.indexOf(currentLine());
  const next = place < 0 ? lines[0] : lines[place + step];
  linkOf(next)?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const currentLine = () => document.activeElement.closest(".line");
const linkOf = (line) => line?.querySelector(".line-link");
const part = (id) => document.getElementById(id);

function startBulk() {
  const bulk = part("bulk");
  if (!bulk) return;
  holder.addEventListener("change", showBulk);
  part("bulk-none").addEventListener("click", chooseNone);
  bulk.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && chooseNone());
}

function showBulk() {
  const bulk = part("bulk");
  if (!bulk) return;
  const count = holder.querySelectorAll("input:checked").length;
  const sentence = part("bulk-count");
  sentence.textContent = fill(sentence.dataset.sentence, { count });
  bulk.hidden = count === 0;
}

function chooseNone() {
  for (const box of holder.querySelectorAll("input:checked")) box.checked = false;
  showBulk();
}
