// The chat page: puts the view, the line to the hub and the page's own controls together.

import { adoptSession, Connection } from "./connection.js";
import { Embedding } from "./embed.js";
import { Menu } from "./menu.js";
import { placeSentence } from "./place.js";
import { Unread } from "./unread.js";
import { View } from "./view.js";

adoptSession();
const config = JSON.parse(document.getElementById("config").textContent);
const { text } = config;
const page = document.documentElement;
const status = document.getElementById("status");
const banner = document.getElementById("banner");
const queue = document.getElementById("queue");

const embedding = config.embedded ? new Embedding(config.host, { onOpen: opened }) : null;
const unread = new Unread((count) => embedding?.unread(count));
const view = new View(document.getElementById("room"), {
  text,
  maxMessageChars: config.maxMessageChars,
  avatars: { bot: page.dataset.bot, agent: page.dataset.agent },
  onSay: (words, shownAs) => connection.say(words, shownAs),
  onInput: (on) => connection.typing(on),
});
const connection = new Connection({
  language: config.language,
  onMessages: receive,
  onStatus: showStatus,
  onTyping: showTyping,
  onHandoff: showHandoff,
  onQueue: showPlace,
  onRefusal: (sentence) => view.show([{ author: "system", text: sentence }]),
  onOutbox: () => showBanner(),
});
let line = "connecting";
let controller = "bot";
let agent = null;
let place = null;
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
  showWho();
  showBanner();
}

function showWho() {
  const isWithAgent = line === "online" && agent;
  status.textContent = isWithAgent ? text.with_agent.replace("{name}", agent.name) : text[line];
}

function showHandoff(handoff) {
  controller = handoff.controller;
  agent = handoff.agent ?? null;
  page.dataset.controller = controller;
  view.typing({ on: false });
  showWho();
  showPlace();
}

// What the bot had begun when an agent came will never be said.
function showTyping(typing) {
  if (typing.on && (typing.author ?? "bot") !== controller) return;
  view.typing(typing);
}

function showPlace(news = place) {
  place = news;
  const sentence = place && controller === "bot" ? placeSentence(place, text, config.language) : "";
  queue.hidden = !sentence;
  if (queue.textContent !== sentence) queue.textContent = sentence;
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
  showPlace(null);
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
