// The page's side of the bubble: only the site that embeds it is listened to and spoken to.

export class Embedding {
  constructor(host, { onOpen }) {
    this.host = host;
    globalThis.addEventListener("message", (event) => {
      const isHost = event.source === globalThis.parent && event.origin === host;
      if (isHost && event.data?.type === "freemobilachat:open") onOpen();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) this.close();
    });
  }

  close() {
    this.tell({ type: "freemobilachat:close" });
  }

  unread(count) {
    this.tell({ type: "freemobilachat:unread", count });
  }

  tell(message) {
    if (this.host) globalThis.parent.postMessage(message, this.host);
  }
}
