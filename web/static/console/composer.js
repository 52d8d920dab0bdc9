// Where an agent writes: a reply or a note. What is typed is kept on this device until it is sent,
// and what was sent is tried again until the server has it.

import { recall, remember } from "../storage.js";
import { post } from "./post.js";
import { toast } from "./toasts.js";

const TYPING_EVERY_MS = 2500;
const TRY_AGAIN_MS = 2000;
const MAX_ROWS_PX = 220;
const OVER = new Set(["resolved", "closed", "cancelled"]);

export class Composer {
  constructor({ base, reference, text, talk }) {
    Object.assign(this, { base, reference, text, talk });
    this.form = document.getElementById("composer");
    this.field = document.getElementById("words");
    this.sendButton = document.getElementById("send");
    this.why = document.getElementById("composer-why");
    this.kept = document.getElementById("kept");
    this.mode = recall(this.key("mode")) ?? "reply";
    this.outbox = recall(this.key("outbox")) ?? [];
    this.typedAt = 0;
    this.listen();
    this.choose(this.mode);
    this.outbox.forEach((entry) => this.show(entry));
    this.sendNext();
  }

  key(what) {
    return `freemobilachat.console.${what}.${this.reference}`;
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    this.field.addEventListener("input", () => this.typed());
    this.field.addEventListener("blur", () => this.tellTyping(false));
    this.field.addEventListener("keydown", (event) => this.keyed(event));
    for (const button of this.form.querySelectorAll(".mode")) {
      button.addEventListener("click", () => {
        this.choose(button.dataset.mode);
        this.focus();
      });
    }
    document.getElementById("open-canned").addEventListener("click", () => {
      this.choose("reply");
      this.focus();
      this.canned.open();
    });
  }

  keyed(event) {
    if (this.canned.keyed(event) || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.submit();
    } else if (event.key === "Escape") this.field.blur();
  }

  typed() {
    const words = this.field.value;
    remember(this.key(`draft.${this.mode}`), words || null);
    this.kept.textContent = words ? this.text.kept : "";
    this.grow();
    this.canned.look(this.mode === "reply" ? words : "");
    this.tellTyping(words.trim() !== "" && !words.startsWith("/"));
  }

  choose(mode) {
    this.mode = mode;
    remember(this.key("mode"), mode);
    this.form.dataset.mode = mode;
    for (const button of this.form.querySelectorAll(".mode")) {
      button.setAttribute("aria-pressed", String(button.dataset.mode === mode));
    }
    const isNote = mode === "note";
    this.field.value = recall(this.key(`draft.${mode}`)) ?? "";
    this.field.placeholder = isNote ? this.text.notePlaceholder : this.text.replyPlaceholder;
    this.field.setAttribute("aria-label", isNote ? this.text.noteLabel : this.text.replyLabel);
    this.sendButton.lastElementChild.textContent = isNote ? this.text.addNote : this.text.send;
    this.kept.textContent = "";
    this.tellTyping(false);
    this.grow();
    this.follow();
  }

  // Who answers may change at any moment; what is typed stays.
  follow() {
    const { speaks, state, mayTake, speaker } = document.getElementById("standing").dataset;
    this.speaks = speaks === "1";
    const isStopped = this.mode === "reply" && !this.speaks;
    const taken = this.text.takenBy.replace("{name}", speaker);
    const reason = OVER.has(state) ? this.text.over : mayTake === "1" ? this.text.takeFirst : taken;
    this.why.hidden = !isStopped;
    if (isStopped) this.why.textContent = reason;
    this.sendButton.disabled = isStopped;
  }

  submit() {
    const text = this.field.value.trim();
    if (!text || this.sendButton.disabled) return;
    const entry = { client_id: crypto.randomUUID?.() ?? randomKey(), text, mode: this.mode };
    this.outbox.push(entry);
    this.saveOutbox();
    this.replace("");
    this.show(entry);
    this.sendNext();
  }

  async sendNext() {
    if (this.isSending || !this.outbox.length) return;
    this.isSending = true;
    const [entry] = this.outbox;
    const isDone = await this.send(entry);
    this.isSending = false;
    if (isDone) this.sendNext();
    else setTimeout(() => this.sendNext(), TRY_AGAIN_MS);
  }

  /** False when it should be tried again. */
  async send(entry) {
    const { text, client_id } = entry;
    const isNote = entry.mode === "note";
    const answer = await post(`${this.base}/${isNote ? "notes" : "messages"}`, { text, client_id });
    const isLost = answer === null || answer.status >= 500;
    // A note has no key that would make a second try harmless.
    if (isLost && !isNote) return false;
    this.outbox = this.outbox.filter((other) => other !== entry);
    this.saveOutbox();
    if (answer?.ok) await this.talk.load().catch(() => {});
    this.pending.get(entry)?.remove();
    if (!answer?.ok) this.takeBack(entry);
    return true;
  }

  takeBack(entry) {
    toast(this.text.refused, { isProblem: true });
    const key = this.key(`draft.${entry.mode}`);
    remember(key, [entry.text, recall(key)].filter(Boolean).join("\n"));
    if (entry.mode === this.mode) this.choose(this.mode);
  }

  show(entry) {
    this.pending ??= new Map();
    const pending = this.talk.showPending(entry.text, entry.mode, this.text.sending);
    this.pending.set(entry, pending);
  }

  saveOutbox() {
    remember(this.key("outbox"), this.outbox.length ? this.outbox : null);
  }

  replace(words) {
    this.field.value = words;
    this.typed();
    if (words) this.focus();
  }

  insert(words) {
    const { selectionStart, selectionEnd, value } = this.field;
    const before = value.slice(0, selectionStart);
    const gap = before && !before.endsWith("\n") ? "\n" : "";
    this.replace(before + gap + words + value.slice(selectionEnd));
  }

  focus() {
    this.field.focus();
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight + 2, MAX_ROWS_PX)}px`;
  }

  tellTyping(on) {
    const isReply = this.mode === "reply" && this.speaks;
    const now = Date.now();
    if (!isReply || (on ? now - this.typedAt < TYPING_EVERY_MS : !this.typedAt)) return;
    this.typedAt = on ? now : 0;
    post(`${this.base}/typing`, { on });
  }
}

function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
