// The pages of articles: answers as the bot says them, phrasings counted, nothing lost by leaving.

import { fill } from "./config.js";
import { enrich } from "./talk.js";

export function startArticles() {
  if (!document.getElementById("article-page")) return;
  enrich(document);
  document.addEventListener("htmx:afterSettle", ({ target }) => enrich(target));
  const form = document.getElementById("draft");
  if (!form) return;
  countPhrasings(form);
  showFaults();
  keepFromLeaving(form);
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

function keepFromLeaving(form) {
  let isChanged = false;
  form.addEventListener("input", () => (isChanged = true));
  document.addEventListener("htmx:afterRequest", ({ target, detail }) => {
    const isAct = target === form || target.closest?.(".draft-acts");
    if (isAct && detail.successful) isChanged = false;
  });
  addEventListener("beforeunload", (event) => isChanged && event.preventDefault());
}
