// What the customer sees: the deep-chat component, told what to show. It knows no socket.

import "deep-chat/dist/deepChat.bundle.js";
import { escapeHtml, renderMarkdown, renderPlain, safeAddress } from "./markdown.js";
import shadowStyle from "./messages.shadow.css";

const LOADING = ".deep-chat-loading-message-bubble";
const CHOICES = "choices";
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
  constructor(room, { text, maxMessageChars, avatars, onSay }) {
    this.element = document.createElement("deep-chat");
    this.element.id = "chat";
    Object.assign(this.element.style, HOST_STYLE);
    this.text = text;
    this.avatars = avatars;
    this.onSay = onSay;
    this.lastAuthor = null;
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
    const wasTyping = this.isTyping();
    this.typing(false);
    messages.forEach((message) => this.showOne(message));
    const last = messages[messages.length - 1];
    if (last?.quick_replies?.length) this.showChoices(last.quick_replies);
    if (wasTyping && last?.author === "customer") this.typing(true);
    this.element.scrollToBottom();
  }

  showOne(message) {
    this.removeChoices();
    const author = message.author ?? "bot";
    const isOwn = author === "customer";
    const html = isOwn ? this.customerHtml(message.text) : this.spokenHtml(author, message);
    this.add(author, html, message.text);
  }

  add(author, html, text) {
    this.element.addMessage({ role: ROLES[author] ?? "ai", html });
    this.remember(author, text);
  }

  remember(author, text) {
    this.lastAuthor = author;
    this.shown.push({ author, text });
  }

  customerHtml(text) {
    return `<span class="unseen">${escapeHtml(this.text.customer)} : </span>${renderPlain(text)}`;
  }

  spokenHtml(author, message) {
    const isSame = author === this.lastAuthor;
    const name = `<span class="${isSame ? "unseen" : "who"}">${escapeHtml(this.text[author])}</span>`;
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

  isTyping() {
    return Boolean(this.element.shadowRoot.querySelector(LOADING));
  }

  typing(on) {
    if (on === this.isTyping()) return;
    if (on) this.removeChoices();
    this.element.displayLoadingBubble.toggle(on ? { role: "ai" } : undefined);
    if (on) this.labelTyping();
  }

  labelTyping() {
    const dots = this.element.shadowRoot.querySelector(LOADING);
    dots.setAttribute("role", "img");
    dots.setAttribute("aria-label", this.text.typing);
    this.element.scrollToBottom();
  }

  clear() {
    this.element.clearMessages(true);
    this.lastAuthor = null;
    this.shown = [];
  }

  transcript() {
    return this.shown.map(({ author, text }) => `${this.text[author]} : ${text}`).join("\n\n");
  }
}
