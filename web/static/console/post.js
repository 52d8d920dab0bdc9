// A form sent by a script, with the page's token; a refusal is told as a toast.

import { toast } from "./toasts.js";

/** The answer, or null when the server could not be reached. */
export async function post(address, fields) {
  const token = JSON.parse(document.body.getAttribute("hx-headers"));
  const headers = { ...token, "HX-Request": "true" };
  const request = { method: "POST", body: new URLSearchParams(fields), headers };
  const answer = await fetch(address, request).catch(() => null);
  const told = answer?.headers.get("HX-Trigger");
  if (told) {
    const { toast: notice } = JSON.parse(told);
    if (notice) toast(notice.text, notice);
  }
  return answer;
}
