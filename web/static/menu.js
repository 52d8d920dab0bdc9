// The small menu in the header: a new conversation, a copy of this one.

export class Menu {
  constructor({ text, onNew, transcript }) {
    this.text = text;
    this.transcript = transcript;
    this.button = document.getElementById("menu-button");
    this.list = document.getElementById("menu");
    this.dialog = document.getElementById("new-dialog");
    this.toast = document.getElementById("toast");
    this.button.addEventListener("click", () => this.toggle(this.list.hidden));
    document.addEventListener("click", (event) => this.closeOutside(event));
    document.addEventListener("keydown", (event) => this.key(event));
    document.getElementById("menu-copy").addEventListener("click", () => this.copy());
    document.getElementById("menu-new").addEventListener("click", () => this.ask());
    this.dialog.addEventListener("close", () => {
      if (this.dialog.returnValue === "yes") onNew();
    });
  }

  toggle(isOpen) {
    this.list.hidden = !isOpen;
    this.button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.list.querySelector("button, a").focus();
  }

  closeOutside(event) {
    if (!this.list.hidden && !event.target.closest("#menu, #menu-button")) this.toggle(false);
  }

  key(event) {
    if (event.key !== "Escape" || this.list.hidden) return;
    event.preventDefault();
    this.toggle(false);
    this.button.focus();
  }

  ask() {
    this.toggle(false);
    this.dialog.returnValue = "no";
    this.dialog.showModal();
  }

  async copy() {
    this.toggle(false);
    const isCopied = (await this.copyByApi()) || this.copyBySelection();
    this.say(isCopied ? this.text.copied : this.text.copy_failed);
    this.button.focus();
  }

  async copyByApi() {
    try {
      await navigator.clipboard.writeText(this.transcript());
      return true;
    } catch {
      return false;
    }
  }

  // Frames and plain http have no clipboard interface.
  copyBySelection() {
    const area = document.createElement("textarea");
    area.value = this.transcript();
    document.body.append(area);
    area.select();
    const isCopied = document.execCommand("copy");
    area.remove();
    return isCopied;
  }

  say(sentence) {
    this.toast.textContent = sentence;
    this.toast.classList.add("visible");
    setTimeout(() => this.toast.classList.remove("visible"), 2500);
  }
}
