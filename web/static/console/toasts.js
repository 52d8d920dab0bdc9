// Short notices over the page. The server sends one with any answer, in the event `toast`.

import { text } from "./config.js";

const SHOWN_MS = 5000;
const PROBLEM_SHOWN_MS = 10000;

export function toast(sentence, { isProblem = false } = {}) {
  const toasts = document.getElementById("toasts");
  if (!toasts) return;
  for (const other of [...toasts.children]) {
    if (other.firstElementChild.textContent === sentence) other.remove();
  }
  const line = document.createElement("div");
  line.className = isProblem ? "toast problem" : "toast";
  const words = document.createElement("span");
  words.textContent = sentence;
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", text.close);
  close.addEventListener("click", () => line.remove());
  line.append(words, close);
  toasts.append(line);
  setTimeout(() => line.remove(), isProblem ? PROBLEM_SHOWN_MS : SHOWN_MS);
}

export function startToasts() {
  const { body } = document;
  body.addEventListener("toast", ({ detail }) => toast(detail.text, detail));
  body.addEventListener("htmx:sendError", () => toast(text.networkFailed, { isProblem: true }));
  body.addEventListener("htmx:responseError", ({ detail }) => {
    const isTold = detail.xhr.getResponseHeader("HX-Trigger");
    if (!isTold) toast(text.serverFailed, { isProblem: true });
  });
}
