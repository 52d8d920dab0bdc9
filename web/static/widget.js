// One script line puts the chat on any page: a bubble, and the chat in a frame behind it.

(function () {
  const script = document.currentScript;
  if (!script || globalThis.__freeMobilaChat) return;
  globalThis.__freeMobilaChat = true;

  const origin = new URL(script.src).origin;
  const options = script.dataset;
  const asked = options.lang || document.documentElement.lang.slice(0, 2);
  const language = asked === "en" ? "en" : "fr";
  const words = {
    fr: { open: "Ouvrir la discussion", close: "Fermer la discussion", unread: "nouveaux messages" },
    en: { open: "Open the chat", close: "Close the chat", unread: "new messages" },
  }[language];
  const side = options.position === "left" ? "left" : "right";
  const color = CSS.supports("color", options.color || "") ? options.color : "#0e6b5e";

  const style = `
    :host { all: initial; }
    button { position: fixed; ${side}: max(20px, env(safe-area-inset-${side})); bottom: max(20px, env(safe-area-inset-bottom)); z-index: 2147483000;
      width: 60px; height: 60px; padding: 0; border: 0; border-radius: 50%; background: ${color}; color: #fff; cursor: pointer;
      box-shadow: 0 6px 24px rgb(0 0 0 / 28%); transition: transform .15s; }
    button:hover { transform: scale(1.06); }
    button:focus-visible { outline: 3px solid #d98a1f; outline-offset: 3px; }
    svg { width: 30px; height: 30px; display: block; margin: auto; }
    .badge { position: absolute; top: -3px; right: -3px; min-width: 22px; height: 22px; box-sizing: border-box; padding: 0 6px; border-radius: 11px;
      background: #b3261e; color: #fff; font: 700 13px/22px system-ui, sans-serif; text-align: center; }
    [hidden] { display: none !important; }
    iframe { position: fixed; ${side}: max(20px, env(safe-area-inset-${side})); bottom: 92px; z-index: 2147483001; width: 400px; max-width: calc(100vw - 40px);
      height: min(680px, calc(100vh - 116px)); border: 0; border-radius: 18px; background: Canvas; box-shadow: 0 18px 60px rgb(0 0 0 / 32%); }
    @media (max-width: 600px) { iframe { inset: 0; width: 100vw; max-width: none; height: 100vh; height: 100dvh; border-radius: 0; } }
    @media (prefers-reduced-motion: reduce) { button { transition: none; } }`;

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  // A constructed sheet also works where the site's policy forbids inline styles.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement("button");
  button.type = "button";
  button.innerHTML = `<svg viewBox="0 0 32 32" aria-hidden="true"><path d="M6 10.500A4.500 4.500 0 0 1 10.500 6h11a4.500 4.500 0 0 1 4.500 4.500v7a4.500 4.500 0 0 1-4.500 4.500H15l-5 4.300c-.6.500-1.500.1-1.500-.7V21.500A4.500 4.500 0 0 1 6 17.500z" fill="currentColor"/></svg><span class="badge" hidden></span>`;
  const badge = button.querySelector(".badge");
  root.append(button);
  let frame = null;
  let isOpen = false;
  let unread = 0;

  function label() {
    const news = unread && !isOpen ? `, ${unread} ${words.unread}` : "";
    button.setAttribute("aria-label", (isOpen ? words.close : words.open) + news);
    button.setAttribute("aria-expanded", String(isOpen));
    badge.hidden = isOpen || !unread;
    badge.textContent = unread > 9 ? "9+" : String(unread);
  }

  function makeFrame() {
    frame = document.createElement("iframe");
    const query = new URLSearchParams({ embed: "1", lang: language, host: location.origin });
    frame.src = `${origin}/chat?${query}`;
    frame.title = words.open;
    frame.allow = "clipboard-write";
    frame.addEventListener("load", () => isOpen && tellOpen());
    root.append(frame);
  }

  function tellOpen() {
    frame.focus();
    frame.contentWindow.postMessage({ type: "freemobilachat:open" }, origin);
  }

  function set(open) {
    isOpen = open;
    if (open && !frame) makeFrame();
    frame.hidden = !open;
    if (open) {
      unread = 0;
      tellOpen();
    } else button.focus();
    label();
  }

  button.addEventListener("click", () => set(!isOpen));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen) set(false);
  });
  addEventListener("message", (event) => {
    if (!frame || event.origin !== origin || event.source !== frame.contentWindow) return;
    if (event.data?.type === "freemobilachat:close") set(false);
    if (event.data?.type === "freemobilachat:unread") {
      unread = Number(event.data.count) || 0;
      label();
    }
  });

  label();
  const mount = () => document.body.append(host);
  if (document.body) mount();
  else addEventListener("DOMContentLoaded", mount);
})();
