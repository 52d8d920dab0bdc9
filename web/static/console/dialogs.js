// Buttons that open and close a dialog, named by its id.

export function startDialogs() {
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-opens], [data-closes]");
    if (!button) return;
    const { opens, closes } = button.dataset;
    if (opens) document.getElementById(opens).showModal();
    if (closes) document.getElementById(closes).close();
  });
}
