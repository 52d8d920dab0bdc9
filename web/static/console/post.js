// A form sent by a script, with the page's token; what the server triggers happens as with HTMX.

/** The answer, or null when the server could not be reached. */
export async function post(address, fields) {
  const token = JSON.parse(document.body.getAttribute("hx-headers"));
  const headers = { ...token, "HX-Request": "true" };
  const request = { method: "POST", body: new URLSearchParams(fields), headers };
  const answer = await fetch(address, request).catch(() => null);
  const triggered = JSON.parse(answer?.headers.get("HX-Trigger") ?? "{}");
  for (const [name, detail] of Object.entries(triggered)) {
    document.body.dispatchEvent(new CustomEvent(name, { detail }));
  }
  return answer;
}
