// The history of a ticket on the page: new entries come in at their place, once each, and whoever
// reads further up is not moved.

import { renderMarkdown } from "../markdown.js";
import { paced } from "./pace.js";

const REFRESH_EVERY_MS = 150;
const TYPING_LASTS_MS = 7000;
const NEAR_END_PX = 90;

/** What the bot and the agents say is shown as the customer sees it. */
export function enrich(root) {
  for (const words of root.querySelectorAll("[data-markdown]")) {
    words.innerHTML = renderMarkdown(words.textContent);
    words.removeAttribute("data-markdown");
  }
}

export class Talk {
  constructor(base) {
    this.base = base;
    this.scroll = document.getElementById("talk");
    this.entries = document.getElementById("entries");
    this.toEnd = document.getElementById("to-end");
    this.typist = document.getElementById("typist");
    this.refresh = paced(() => this.load(), REFRESH_EVERY_MS);
    this.toEnd.addEventListener("click", () => this.goToEnd());
    this.scroll.addEventListener("scroll", () => this.isAtEnd() && (this.toEnd.hidden = true));
    enrich(document);
    this.goToEnd();
    this.stayAtEnd();
  }

  // The keyboard of a phone, a longer draft or a turned screen leave less room for the talk.
  stayAtEnd() {
    let wasAtEnd = true;
    this.scroll.addEventListener("scroll", () => (wasAtEnd = this.isAtEnd()));
    new ResizeObserver(() => wasAtEnd && this.goToEnd()).observe(this.scroll);
  }

  // What the customer has not received yet is asked for again, until it is received.
  get knownSeq() {
    const waiting = this.entries.querySelector("[data-seq] .unreceived")?.closest("[data-seq]");
    const said = [...this.entries.querySelectorAll("[data-seq]")];
    const last = Math.max(0, ...said.map(({ dataset }) => Number(dataset.seq)));
    return waiting ? Number(waiting.dataset.seq) - 1 : last;
  }

  async load() {
    const address = `${this.base}/timeline?after=${this.knownSeq}`;
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text();
    this.take(fresh.content);
  }

  take(fresh) {
    enrich(fresh);
    const wasAtEnd = this.isAtEnd();
    const added = [...fresh.children].filter((entry) => this.place(entry));
    if (!added.length) return;
    if (added.some(({ classList }) => classList.contains("customer"))) this.customerTypes(false);
    if (wasAtEnd) this.goToEnd();
    else this.toEnd.hidden = false;
  }

  place(entry) {
    const known = document.getElementById(entry.id);
    if (known) {
      if (known.innerHTML !== entry.innerHTML) known.replaceWith(entry);
      return false;
    }
    const later = [...this.entries.children].find((other) => isBefore(entry, other));
    this.entries.insertBefore(entry, later ?? null);
    return true;
  }

  showPending(text, mode, who) {
    const entry = document.createElement("li");
    entry.className = `entry pending ${mode === "note" ? "note" : "said agent"}`;
    const by = document.createElement("p");
    by.className = "said-by";
    by.textContent = who;
    const words = document.createElement("div");
    words.className = "words";
    words.textContent = text;
    entry.append(by, words);
    this.entries.append(entry);
    this.goToEnd();
    return entry;
  }

  customerTypes(on) {
    clearTimeout(this.typingEnds);
    this.typist.hidden = !on;
    if (on) this.typingEnds = setTimeout(() => this.customerTypes(false), TYPING_LASTS_MS);
  }

  isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroll;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  goToEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.toEnd.hidden = true;
  }
}

function isBefore(entry, other) {
  if (!other.dataset.at) return true; // still on its way
  const [seq, otherSeq] = [entry.dataset.seq, other.dataset.seq];
  if (seq && otherSeq) return Number(seq) < Number(otherSeq);
  return Date.parse(entry.dataset.at) < Date.parse(other.dataset.at);
}
