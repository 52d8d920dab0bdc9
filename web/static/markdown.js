// The bot's light Markdown as HTML: bold, lists, links, line breaks. Everything else, tags
// included, stays text: what comes in is escaped before anything is made of it.

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const LINK = /\[([^\]\n]+)\]\(([^()\s]+)\)|(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)])/g;
const REFERENCE = /^[A-Z]{2}(-[0-9A-Z]{4}){2}$/;
const ITEM = /^\s*(?:(\d{1,2})[.)]|[-*•])\s+(.*)$/;

export function escapeHtml(text) {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

export function safeAddress(address) {
  if (/^\/(?!\/)[^\\]*$/.test(address)) return address;
  try {
    const { protocol, href } = new URL(address);
    return protocol === "https:" || protocol === "http:" ? href : null;
  } catch {
    return null;
  }
}

// French sets a space before these marks, which must not begin a line.
function tied(text) {
  return text.replace(/ ([?!:;»])/g, "\u00a0$1").replace(/« /g, "«\u00a0");
}

// A reference that is cut at its hyphens cannot be read out.
function strong(_, words) {
  return REFERENCE.test(words) ? `<strong class="whole">${words}</strong>` : `<strong>${words}</strong>`;
}

function bold(text) {
  return escapeHtml(tied(text)).replace(/\*\*(\S(?:.*?\S)?)\*\*/g, strong);
}

function link(address, label) {
  const safe = safeAddress(address);
  if (!safe) return bold(label);
  const href = escapeHtml(safe);
  return `<a href="${href}" target="_blank" rel="noopener noreferrer">${bold(label)}</a>`;
}

function inline(text) {
  let html = "";
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const [whole, label, address, bare] = match;
    html += bold(text.slice(end, match.index)) + link(address ?? bare, label ?? bare);
    end = match.index + whole.length;
  }
  return html + bold(text.slice(end));
}

function block(lines) {
  const items = lines.map((line) => ITEM.exec(line));
  if (!items.every(Boolean)) return `<p>${lines.map(inline).join("<br>")}</p>`;
  const body = items.map(([, , text]) => `<li>${inline(text)}</li>`).join("");
  const first = items[0][1];
  return first ? `<ol start="${Number(first)}">${body}</ol>` : `<ul>${body}</ul>`;
}

// Neighbouring lines of one kind (list or prose) form a block; an empty line ends it.
function blocks(text) {
  const found = [];
  let kind = null;
  for (const line of text.split(/\r?\n/)) {
    const item = ITEM.exec(line);
    const next = line.trim() === "" ? null : item ? (item[1] ? "ol" : "ul") : "p";
    if (next && next === kind) found[found.length - 1].push(line);
    else if (next) found.push([line]);
    kind = next ?? (kind === "ol" ? "ol" : null);
  }
  return found;
}

export function renderMarkdown(text) {
  return blocks(text).map(block).join("");
}

export function renderPlain(text) {
  return `<p>${escapeHtml(text).replace(/\r?\n/g, "<br>")}</p>`;
}
