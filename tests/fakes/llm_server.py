"""A stand-in for a chat-completions endpoint of the OpenAI kind, on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GOOD = {
    "complaint": 0.97,
    "theme": "tv",
    "theme_score": 0.9,
    "tone": "angry",
    "tone_score": 0.8,
    "respond": 0.2,
}


class LlmServer(ThreadingHTTPServer):
    """Answers `content`, after `until`, and keeps what it was asked; `drips`: byte by byte."""

    daemon_threads = True
    content: str = json.dumps(GOOD)
    status = 200
    drips = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.until = threading.Event()
        self.until.set()
        self.stopping = threading.Event()

    def handle_error(self, *_: object) -> None:
        """Whoever gave up waiting has hung up; that is what is tested."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def start(self) -> None:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self.until.set()
        self.stopping.set()
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: LlmServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append({"path": self.path, **json.loads(body)})
        self.server.keys.append(self.headers["Authorization"])
        self.server.until.wait(5)
        answer = {"choices": [{"message": {"content": self.server.content}}]}
        data = json.dumps(answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        for piece in self._pieces(data):
            self.wfile.write(piece)

    def _pieces(self, data: bytes) -> Iterator[bytes]:
        if not self.server.drips:
            yield data
            return
        for place in range(len(data)):
            if self.server.stopping.wait(0.02):
                return
            yield data[place : place + 1]

    def log_message(self, *_: object) -> None:
        pass
