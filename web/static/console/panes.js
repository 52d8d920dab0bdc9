// On a phone, one pane at a time: the conversation, or the facts behind a tab.

export function startPanes(page) {
  const tabs = [...page.querySelectorAll("[role=tab]")];
  const show = (name) => {
    page.dataset.pane = name;
    for (const tab of tabs) {
      const isShown = tab.dataset.pane === name;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
    }
  };
  for (const tab of tabs) {
    tab.addEventListener("click", () => show(tab.dataset.pane));
    tab.addEventListener("keydown", ({ key }) => {
      if (key !== "ArrowRight" && key !== "ArrowLeft") return;
      const other = tabs.find((one) => one !== tab);
      show(other.dataset.pane);
      other.focus();
    });
  }
  return show;
}
