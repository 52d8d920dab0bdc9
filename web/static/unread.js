// "(2) …" in the title while the customer looks elsewhere.

export class Unread {
  constructor(onChange) {
    this.title = document.title;
    this.count = 0;
    this.onChange = onChange;
    this.isOpen = true;
    document.addEventListener("visibilitychange", () => this.look());
    globalThis.addEventListener("focus", () => this.look());
  }

  arrive(number) {
    if (this.isOpen && document.visibilityState === "visible" && document.hasFocus()) return;
    this.set(this.count + number);
  }

  look() {
    if (this.isOpen && document.visibilityState === "visible") this.set(0);
  }

  set(count) {
    if (count === this.count) return;
    this.count = count;
    document.title = count ? `(${count}) ${this.title}` : this.title;
    this.onChange(count);
  }
}
