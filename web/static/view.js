// What the customer sees: the deep-chat component, told what to show. It knows no socket.

import "deep-chat/dist/deepChat.bundle.js";
import { escapeHtml, renderMarkdown, renderPlain, safeAddress } from "./markdown.js";
import shadowStyle from "./messages.shadow.css";

const LOADING = ".deep-chat-loading-message-bubble";
const CHOICES = "choices";
// Who types says so again every few seconds; the bot's turn ends by itself well before this.
const TYPING_LASTS_MS = { agent: 7000, bot: 60_000 };
// The component drops names set on its button, so the icon carries the name.
const sendIcon = (name) =>
  `<svg viewBox="0 0 24 24" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeHtml(name)}"><path d="M4 12 20 4.500 15.500 20 12 13.500z" fill="currentColor"/></svg>`;
// Set on the element itself: deep-chat fills in its own border, size and web font (which it would
// fetch from a third party) wherever the element's style says nothing.
const HOST_STYLE = {
  width: "100%",
  height: "100%",
  border: "0px none",
  borderRadius: "0px",
  backgroundColor: "transparent",
  fontFamily: "inherit",
  fontSize: "1rem",
};
const ROLES = { bot: "ai", customer: "user", agent: "agent", system: "system" };

export class View {
  constructor(room, { text, maxMessageChars, avatars, onSay, onInput }) {
    this.element = document.createElement("deep-chat");
    this.element.id = "chat";
    Object.assign(this.element.style, HOST_STYLE);
    this.text = text;
    this.avatars = avatars;
    this.onSay = onSay;
    this.onInput = onInput;
    this.lastSpeaker = null;
    this.answer = null;
    this.shown = [];
    this.configure(maxMessageChars);
    room.append(this.element);
  }

  configure(maxMessageChars) {
    const { element, text } = this;
    const icon = sendIcon(text.send);
    element.connect = { websocket: true, handler: (_, signals) => this.take(signals) };
    element.textInput = {
      characterLimit: maxMessageChars,
      placeholder: { text: text.placeholder },
    };
    element.submitButtonStyles = {
      position: "inside-end",
      submit: { svg: { content: icon } },
      disabled: { svg: { content: icon } },
    };
    element.avatars = {
      ai: { src: this.avatars.bot },
      agent: { src: this.avatars.agent },
    };
    element.displayLoadingBubble = { toggle: () => {} };
    element.errorMessages = { displayServiceErrorMessages: false };
    element.htmlClassUtilities = { choice: { events: { click: (event) => this.choose(event) } } };
    element.scrollButton = true;
    element.auxiliaryStyle = shadowStyle;
    element.onComponentRender = () => this.label();
    // On the element itself, since the component may replace its field at any time.
    element.addEventListener("input", () => this.onInput(this.hasWords()));
    element.addEventListener("focusout", () => this.onInput(false));
  }

  hasWords() {
    return this.element.shadowRoot.getElementById("text-input")?.textContent.trim() !== "";
  }

  // Names and roles that the component does not give its own parts.
  label() {
    const root = this.element.shadowRoot;
    this.log = root.getElementById("messages");
    const input = root.getElementById("text-input");
    if (!this.log || !input) return;
    this.log.setAttribute("role", "log");
    this.log.setAttribute("aria-live", "polite");
    this.log.setAttribute("aria-label", this.text.messages_label);
    this.log.tabIndex = 0;
    input.setAttribute("role", "textbox");
    input.setAttribute("aria-multiline", "true");
    input.setAttribute("aria-label", this.text.placeholder);
    input.setAttribute("enterkeyhint", "send");
  }

  take(signals) {
    signals.onOpen();
    signals.newUserMessage.listener = ({ messages }) => this.typed(messages[messages.length - 1]);
  }

  // The component has put the customer's words on screen as Markdown; they are shown as written.
  typed({ text }) {
    this.removeChoices();
    this.beginsAnswer("customer");
    const own = this.element.shadowRoot.querySelectorAll(".user-message-text");
    own[own.length - 1].innerHTML = this.customerHtml(text);
    this.remember("customer", text);
    this.onSay(text, text);
  }

  choose(event) {
    const button = event.currentTarget ?? event.target;
    const { payload } = button.dataset;
    const title = button.textContent;
    this.removeChoices();
    this.add("customer", this.customerHtml(title), title);
    this.onSay(payload, title);
    this.element.focusInput();
  }

  show(messages) {
    const typist = this.typist;
    this.typing({ on: false });
    messages.forEach((message) => this.showOne(message));
    const last = messages[messages.length - 1];
    if (last?.quick_replies?.length) this.showChoices(last.quick_replies);
    if (typist && last?.author === "customer") this.typing(typist);
    this.reveal();
    // The component scrolls to the customer's own words a moment after them.
    setTimeout(() => this.reveal());
  }

  // A long answer is read from its beginning: scrolled to its end, its first steps would be gone.
  reveal() {
    this.element.scrollToBottom();
    if (!this.answer?.isConnected) return;
    const log = this.element.shadowRoot.getElementById("messages");
    const hidden = log.getBoundingClientRect().top - this.answer.getBoundingClientRect().top;
    if (hidden > 0) log.scrollTop -= hidden;
  }

  showOne(message) {
    this.removeChoices();
    const author = message.author ?? "bot";
    const isOwn = author === "customer";
    const html = isOwn ? this.customerHtml(message.text) : this.spokenHtml(author, message);
    this.add(author, html, message.text, message.agent);
  }

  add(author, html, text, agent) {
    this.element.addMessage({ role: ROLES[author] ?? "ai", html });
    this.beginsAnswer(author);
    this.remember(author, text, agent);
  }

  // The bot's words since the customer last spoke are one answer; a person's are one each.
  beginsAnswer(author) {
    const messages = this.element.shadowRoot.querySelectorAll(".outer-message-container");
    const own = author === "customer" ? null : messages[messages.length - 1];
    this.answer = author === "bot" ? (this.answer ?? own) : own;
  }

  remember(author, text, agent) {
    const who = this.speaker(author, agent);
    this.lastSpeaker = who;
    this.shown.push({ who, text });
  }

  speaker(author, agent) {
    if (author !== "agent" || !agent?.name) return this.text[author];
    return `${agent.name}, ${agent.title || this.text.agent_title}`;
  }

  customerHtml(text) {
    return `<span class="unseen">${escapeHtml(this.text.customer)} : </span>${renderPlain(text)}`;
  }

  spokenHtml(author, message) {
    const who = this.speaker(author, message.agent);
    const isSame = who === this.lastSpeaker;
    const name = `<span class="${isSame ? "unseen" : "who"}">${escapeHtml(who)}</span>`;
    return name + renderMarkdown(message.text) + this.attachmentHtml(message.attachment);
  }

  attachmentHtml(attachment) {
    const address = safeAddress(attachment?.payload?.src ?? "");
    if (!address) return "";
    const href = escapeHtml(address);
    const label = escapeHtml(this.text.attachment);
    return `<p><a href="${href}" target="_blank" rel="noopener noreferrer">${label}</a></p>`;
  }

  showChoices(choices) {
    const buttons = choices.map(
      ({ title, payload }) =>
        `<button type="button" class="choice" data-payload="${escapeHtml(payload)}">${escapeHtml(title)}</button>`,
    );
    const label = escapeHtml(this.text.choices);
    const html = `<div class="deep-chat-temporary-message ${CHOICES}" role="group" aria-label="${label}">${buttons.join("")}</div>`;
    this.element.addMessage({ role: "choices", html });
  }

  removeChoices() {
    const messages = this.element.shadowRoot.querySelectorAll(`.${CHOICES}`);
    messages.forEach((choices) => choices.closest(".outer-message-container").remove());
  }

  // One pair of dots at a time; they go by themselves when nobody says that they go on.
  typing({ on, author = "bot", name = "" }) {
    clearTimeout(this.typingEnds);
    const isShown = Boolean(this.element.shadowRoot.querySelector(LOADING));
    const isOther = this.typist && this.typist.author !== author;
    if (isShown && (!on || isOther)) this.element.displayLoadingBubble.toggle();
    this.typist = on ? { on, author, name } : null;
    if (!on) return;
    this.typingEnds = setTimeout(() => this.typing({ on: false }), TYPING_LASTS_MS[author]);
    if (isShown && !isOther) return;
    this.removeChoices();
    this.element.displayLoadingBubble.toggle({ role: ROLES[author] });
    this.labelTyping(author, name);
  }

  labelTyping(author, name) {
    const dots = this.element.shadowRoot.querySelector(LOADING);
    const isAgent = author === "agent";
    const label = isAgent ? this.text.agent_typing.replace("{name}", name) : this.text.typing;
    dots.setAttribute("role", "img");
    dots.setAttribute("aria-label", label);
    this.element.scrollToBottom();
  }

  clear() {
    this.element.clearMessages(true);
    this.lastSpeaker = null;
    this.answer = null;
    this.shown = [];
  }

  transcript() {
    return this.shown.map(({ who, text }) => `${who} : ${text}`).join("\n\n");
  }
}
