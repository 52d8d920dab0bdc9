// Keeps the page as new as the figures: asked every few seconds while it is looked at, and only what
// changed is touched, so that focus, scroll and what is unfolded stay.

const EVERY_MS = 4000;
let tag = "";

/** `changed` is called after the page was brought up to date. */
export function startLive(board, changed) {
  const look = () => document.hidden || update(board, changed).catch(() => {}); // the live line tells
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  document.addEventListener("live:ready", look);
}

async function update(board, changed) {
  const headers = { "HX-Request": "true", ...(tag && { "If-None-Match": tag }) };
  const answer = await fetch(board.dataset.source + location.search, { headers, cache: "no-store" });
  if (!answer.ok || answer.headers.has("HX-Redirect")) return;
  tag = answer.headers.get("ETag");
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  patchChildren(board, fresh.body);
  changed();
}

function patch(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeName !== fresh.nodeName || old.id !== fresh.id) {
    old.replaceWith(document.adoptNode(fresh));
  } else if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue;
  } else if (!old.dataset?.chart || old.dataset.chart !== fresh.dataset.chart) {
    patchAttributes(old, fresh);
    patchChildren(old, fresh);
  }
}

function patchAttributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (name !== "open" && !fresh.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
}

function patchChildren(old, fresh) {
  const [olds, news] = [partsOf(old), partsOf(fresh)];
  news.forEach((node, place) => {
    if (place < olds.length) patch(olds[place], node);
    else old.append(document.adoptNode(node));
  });
  for (const node of olds.slice(news.length)) node.remove();
}

/** Blanks between elements differ between the page and its update, and mean nothing. */
function partsOf(node) {
  return [...node.childNodes].filter(({ nodeType, data }) => nodeType !== Node.TEXT_NODE || data.trim());
}
