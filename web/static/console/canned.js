// Canned replies over the composer: "/" opens them, what follows narrows them.

export class Canned {
  constructor({ base, text, onChoose }) {
    Object.assign(this, { base, text, onChoose });
    this.list = document.getElementById("canned");
    this.field = document.getElementById("words");
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => {
      const option = target.closest("[data-insert]");
      if (option) this.take(option);
    });
  }

  get isOpen() {
    return !this.list.hidden;
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]:not([hidden])")];
  }

  async open(wanted = "") {
    await this.load();
    this.list.hidden = false;
    this.narrow(wanted);
  }

  close() {
    this.list.hidden = true;
    this.field.removeAttribute("aria-activedescendant");
  }

  look(words) {
    if (words.startsWith("/") && !words.includes("\n")) this.open(words.slice(1));
    else if (this.isOpen) this.close();
  }

  async load() {
    this.loaded ??= fetch(`${this.base}/canned`, { headers: { "HX-Request": "true" } })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then((html) => this.fill(html))
      .catch(() => (this.loaded = null));
    return this.loaded;
  }

  fill(html) {
    this.list.innerHTML = html;
    const none = document.createElement("p");
    none.className = "muted small";
    none.textContent = this.text.noCanned;
    this.list.append(none);
  }

  narrow(wanted) {
    const words = folded(wanted).split(/\s+/).filter(Boolean);
    for (const option of this.list.querySelectorAll("[role=option]")) {
      const text = folded(option.textContent);
      option.hidden = !words.every((word) => text.includes(word));
    }
    this.list.lastElementChild.hidden = this.options.length > 0;
    this.mark(this.options[0]);
  }

  mark(option) {
    for (const other of this.list.querySelectorAll("[role=option]")) {
      other.setAttribute("aria-selected", String(other === option));
    }
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.field.setAttribute("aria-activedescendant", option.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  /** Whether the key was for the list. */
  keyed(event) {
    if (!this.isOpen) return false;
    const { options } = this;
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Escape") this.close();
    else if (event.key in moves && options.length) {
      this.mark(options.at((at + moves[event.key]) % options.length));
    } else if (["Enter", "Tab"].includes(event.key) && options[at]) this.take(options[at]);
    // "/" and what follows are for the list: with nothing to choose they are not sent either.
    else if (event.key !== "Enter" || event.shiftKey) return false;
    event.preventDefault();
    return true;
  }

  take(option) {
    this.close();
    this.onChoose(option.dataset.insert);
  }
}

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
