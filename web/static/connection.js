// The conversation's line to the hub: one socket, a session that outlives it, and an outbox that
// loses nothing. It shows nothing itself.

import { io } from "socket.io-client";
import { recall, remember } from "./storage.js";

const SESSION = "freemobilachat.session";
const LINK = "freemobilachat.link";
const OUTBOX = "freemobilachat.outbox";
const ACK_TIMEOUT_MS = 10_000;
const TYPING_EVERY_MS = 2500;

function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A link from elsewhere opened a conversation for this browser; the same link again changes nothing. */
export function adoptSession() {
  const arrived = new URLSearchParams(location.hash.slice(1));
  const session = arrived.get("session");
  if (!session) return;
  history.replaceState(null, "", location.pathname + location.search);
  const link = arrived.get("link");
  if (recall(SESSION) && recall(LINK) === link) return;
  remember(SESSION, session);
  remember(LINK, link);
  remember(OUTBOX, null);
}

export class Connection {
  constructor({ language, ...reactions }) {
    // onMessages, onStatus, onTyping, onHandoff, onQueue, onRefusal, onOutbox
    Object.assign(this, { language, ...reactions });
    this.outbox = (recall(OUTBOX) ?? []).map((entry) => ({ ...entry, isShown: false }));
    this.seen = new Set();
    this.lastSeq = 0;
    this.isConfirmed = false;
    this.isSending = false;
    this.typedAt = 0;
  }

  open() {
    this.socket = io({
      path: "/socket.io",
      transports: ["websocket", "polling"],
      tryAllTransports: true,
      reconnectionDelay: 500,
      reconnectionDelayMax: 5000,
    });
    this.socket.on("connect", () => this.requestSession());
    this.socket.on("session_confirm", (token) => this.confirm(token));
    this.socket.on("history", ({ messages }) => this.receive(messages));
    this.socket.on("bot_uttered", (message) => this.receive([message]));
    this.socket.on("typing", (typing) => this.onTyping(typing));
    this.socket.on("handoff", (handoff) => this.onHandoff(handoff));
    this.socket.on("queue", (place) => this.onQueue(place));
    this.socket.on("disconnect", () => this.lost());
    this.socket.on("connect_error", () => this.lost());
    globalThis.addEventListener("online", () => this.socket.connect());
  }

  // Text leaves at once or waits for the line; the same key goes with every try.
  say(text, shownAs = text) {
    this.typing(false);
    this.outbox.push({ client_id: randomKey(), text, shownAs, isShown: true });
    this.saveOutbox();
    this.send();
  }

  // The customer types, or does not any more; told now and then, not at every key.
  typing(on) {
    const now = Date.now();
    if (!this.isConfirmed || (on ? now - this.typedAt < TYPING_EVERY_MS : !this.typedAt)) return;
    this.typedAt = on ? now : 0;
    this.socket.emit("typing", { on });
  }

  startOver() {
    remember(SESSION, null);
    this.outbox = [];
    this.saveOutbox();
    this.seen.clear();
    this.lastSeq = 0;
    this.isConfirmed = false;
    this.requestSession();
  }

  async requestSession() {
    const request = { last_seq: this.lastSeq, lang: this.language };
    const token = recall(SESSION);
    if (token) request.session_id = token;
    try {
      const answer = await this.socket.timeout(ACK_TIMEOUT_MS).emitWithAck("session_request", request);
      if (answer && !answer.ok) this.onRefusal(answer.message);
    } catch {
      if (this.socket.connected) this.socket.disconnect().connect();
    }
  }

  confirm(token) {
    const earlier = recall(SESSION);
    if (earlier && earlier !== token) {
      this.seen.clear();
      this.lastSeq = 0;
    }
    remember(SESSION, token);
    this.isConfirmed = true;
    this.onStatus("online");
    this.send();
  }

  lost() {
    this.isConfirmed = false;
    this.typedAt = 0;
    this.onTyping({ on: false });
    this.onStatus("offline");
  }

  receive(messages) {
    const fresh = messages.filter((message) => !(message.seq && this.seen.has(message.seq)));
    if (this.seen.size === 0 && fresh[0]?.seq) this.lastSeq = fresh[0].seq - 1;
    fresh.forEach((message) => this.see(message.seq));
    const news = fresh.filter((message) => !this.isOwnEcho(message));
    if (news.length) this.onMessages(news);
  }

  // The hub numbers messages without gaps: only an unbroken run counts as received.
  see(seq) {
    if (!seq) return;
    this.seen.add(seq);
    while (this.seen.has(this.lastSeq + 1)) this.lastSeq += 1;
  }

  // Our message came back after its acknowledgement was lost: it is on the screen already.
  isOwnEcho(message) {
    if (message.author !== "customer") return false;
    const entry = this.outbox.find(({ isShown, shownAs }) => isShown && shownAs === message.text);
    if (!entry) return false;
    this.drop(entry);
    return true;
  }

  async send() {
    if (this.isSending) return;
    this.isSending = true;
    while (this.isConfirmed && this.outbox.length && (await this.sendOne(this.outbox[0])));
    this.isSending = false;
  }

  async sendOne(entry) {
    const session_id = recall(SESSION);
    const said = { message: entry.text, session_id, metadata: { client_id: entry.client_id } };
    try {
      const answer = await this.socket.timeout(ACK_TIMEOUT_MS).emitWithAck("user_uttered", said);
      this.settle(entry, answer);
      return true;
    } catch {
      // No acknowledgement: a live line is tried again, a lost one when it is back.
      return this.socket.connected && this.isConfirmed;
    }
  }

  settle(entry, answer) {
    const known = this.seen.has(answer.seq);
    if (answer.ok) this.see(answer.seq);
    else this.onRefusal(answer.message);
    if (answer.ok && !entry.isShown && !known) {
      this.onMessages([{ author: "customer", text: entry.shownAs, seq: answer.seq }]);
    }
    this.drop(entry);
  }

  drop(entry) {
    this.outbox = this.outbox.filter((other) => other !== entry);
    this.saveOutbox();
  }

  saveOutbox() {
    remember(OUTBOX, this.outbox.length ? this.outbox : null);
    this.onOutbox(this.outbox.length);
  }
}
