// The pages of articles: answers as the bot says them, phrasings counted, nothing lost by leaving.

import { recall, remember } from "../storage.js";
import { fill } from "./config.js";
import { enrich } from "./talk.js";

const SAVED = "#saved"; // at the end of an address: as it is on the server

export function startArticles() {
  if (!document.getElementById("article-page")) return;
  enrich(document);
  document.addEventListener("htmx:afterSettle", ({ target }) => enrich(target));
  const form = document.getElementById("draft");
  if (!form) return;
  keepOnDevice(form);
  countPhrasings(form);
  showFaults();
}

function countPhrasings(form) {
  const shown = document.getElementById("phrasing-count");
  const count = () => {
    const lines = form.elements.questions.value.split("\n").filter((line) => line.trim());
    shown.textContent = fill(shown.dataset.sentence, { count: lines.length });
  };
  form.elements.questions.addEventListener("input", count);
  count();
}

const TOLD = [409, 422]; // HTMX leaves a refusal aside; these say what to put right

function showFaults() {
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id === "faults" && TOLD.includes(detail.xhr.status)) detail.shouldSwap = true;
  });
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    if (target.id === "faults") target.scrollIntoView({ block: "nearest" });
  });
}

// What is typed is kept on this device until it is saved, with the version that it was typed over, so
// that saving it later tells of what somebody else saved meanwhile.
function keepOnDevice(form) {
  const key = `freemobilachat.console.article.${form.dataset.draft}`;
  const notice = document.getElementById("unsaved");
  const keep = (values) => {
    remember(key, values);
    notice.hidden = values === null;
  };
  const kept = location.hash === SAVED ? null : recall(key);
  if (kept) {
    for (const [name, value] of Object.entries(kept)) form.elements[name].value = value;
    if (kept.title_en || kept.answer_en) form.querySelector("details").open = true;
    notice.hidden = false;
  }
  form.addEventListener("input", () => keep(Object.fromEntries(new FormData(form))));
  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    const isAct = target === form || target.closest?.(".draft-acts");
    if (isAct && detail.successful) keep(null);
  });
  document.getElementById("act-forget").addEventListener("click", ({ target }) => {
    if (!confirm(target.dataset.sure)) return;
    keep(null);
    location.reload();
  });
}
