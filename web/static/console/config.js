// What the server tells the page's scripts, and the sentences they show.

const element = document.getElementById("console-config");

export const config = element ? JSON.parse(element.textContent) : { text: {} };
export const { text } = config;

export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
