// Keys for what is done often. A page adds its own with `onKey`; fields keep theirs for typing.

const PAGES = { f: "/console", a: "/console/articles", x: "/console/replies", p: "/console/kpi", c: "/console/account" };
const TWO_KEYS_WITHIN_MS = 1000;
const actions = new Map();
let prefixAt = -Infinity;

/** `action` runs for the key outside of fields, until another page's takes its place. */
export function onKey(key, action) {
  actions.set(key, action);
}

export function startKeyboard() {
  const shortcuts = document.getElementById("shortcuts");
  if (!shortcuts) return;
  onKey("?", () => shortcuts.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    if (isSecondOfTwo(event)) return;
    const action = actions.get(event.key);
    if (!action || action(event) === false) return;
    event.preventDefault();
  });
}

function isSecondOfTwo(event) {
  const isAfterPrefix = event.timeStamp - prefixAt < TWO_KEYS_WITHIN_MS;
  prefixAt = event.key === "g" ? event.timeStamp : -Infinity;
  // The rail holds what this person may open.
  if (isAfterPrefix) document.querySelector(`.rail a:not(.rail-home)[href="${PAGES[event.key]}"]`)?.click();
  return isAfterPrefix || event.key === "g";
}

function isTyping(target) {
  return target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select");
}
