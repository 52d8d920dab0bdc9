// The chat page: puts the view, the line to the hub and the page's own controls together.

import { Connection } from "./connection.js";
import { Embedding } from "./embed.js";
import { Menu } from "./menu.js";
import { Unread } from "./unread.js";
import { View } from "./view.js";

const config = JSON.parse(document.getElementById("config").textContent);
const { text } = config;
const page = document.documentElement;
const status = document.getElementById("status");
const banner = document.getElementById("banner");

const embedding = config.embedded ? new Embedding(config.host, { onOpen: opened }) : null;
const unread = new Unread((count) => embedding?.unread(count));
const view = new View(document.getElementById("room"), {
  text,
  maxMessageChars: config.maxMessageChars,
  avatars: { bot: page.dataset.bot, agent: page.dataset.agent },
  onSay: (words, shownAs) => connection.say(words, shownAs),
});
const connection = new Connection({
  language: config.language,
  onMessages: receive,
  onStatus: showStatus,
  onTyping: (on) => view.typing(on),
  onRefusal: (sentence) => view.show([{ author: "system", text: sentence }]),
  onOutbox: () => showBanner(),
});
let line = "connecting";
let isFirstLoad = true;

function receive(messages) {
  view.show(messages);
  page.classList.add("ready");
  const spoken = messages.filter(({ author }) => author !== "customer");
  if (!isFirstLoad) unread.arrive(spoken.length);
  isFirstLoad = false;
}

function showStatus(name) {
  line = name;
  page.dataset.line = name;
  status.textContent = text[name];
  showBanner();
}

function showBanner() {
  const isLost = line === "offline";
  banner.hidden = !isLost;
  if (isLost) banner.textContent = connection.outbox.length ? text.kept : text.reconnecting;
}

function opened() {
  unread.isOpen = true;
  unread.look();
  view.element.focusInput();
}

function startOver() {
  view.clear();
  isFirstLoad = true;
  connection.startOver();
  view.element.focusInput();
}

new Menu({ text, onNew: startOver, transcript: () => view.transcript() });
document.getElementById("close")?.addEventListener("click", () => {
  unread.isOpen = false;
  embedding.close();
});
if (config.embedded) unread.isOpen = false;
connection.open();
