"""A stand-in X on loopback: the v2 endpoints that the collector uses, and X's bad days on demand.

`python -m tests.fakes.x_server --port N` runs it alone. It checks signatures, counts rate limits
and keeps every request; `faults` says, by route, how the next calls go wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.fakes.x_oauth import OAuthCheck
from tests.fakes.x_page import page
from tests.fakes.x_world import ACCOUNT_ID, HANDLE, WorldPost, XWorld

KEYS = {
    "X_API_KEY": "stand-in-key",
    "X_API_SECRET": "stand-in-secret",
    "X_ACCESS_TOKEN": f"{ACCOUNT_ID}-token",
    "X_ACCESS_TOKEN_SECRET": "stand-in-token-secret",
    "X_BEARER_TOKEN": "stand-in-bearer",
}
PROBLEM = "https://api.twitter.com/2/problems/"
STATUS_FAULTS = {
    "unauthorized": (401, {"title": "Unauthorized", "detail": "Unauthorized"}),
    "unpaid": (402, {"title": "CreditsDepleted", "detail": "Your credits are depleted"}),
    "forbidden": (403, {"title": "Forbidden", "detail": "You may not do this"}),
    "duplicate": (403, {"detail": "You are not allowed to create a Tweet with duplicate content."}),
    "bad_request": (400, {"title": "Invalid Request", "detail": "One or more parameters"}),
    "server": (503, {"title": "Service Unavailable", "detail": "Service Unavailable"}),
    "usage_cap": (429, {"title": "UsageCapExceeded", "detail": "Usage cap exceeded: Monthly"}),
}
RATE_FAULTS: dict[str, Callable[[], str | None]] = {
    "rate": lambda: str(int(time.time()) + 2),
    "rate_without_reset": lambda: None,
    "rate_past_reset": lambda: str(int(time.time()) - 60),
    "rate_odd_reset": lambda: "soon",
}
# Those named "…_after" happen once the request was carried out.
LINE_FAULTS = ("drop", "drop_after", "hang", "hang_after", "html", "html_after", "bad_json_after")
CHAOS = (*LINE_FAULTS, "server", "server_after", "rate_past_reset", "rate_without_reset")
Answer = tuple[int, Any]


class XServer:
    """Start it, write into `world`, put misbehaviour into `faults`."""

    def __init__(self, port: int = 0, world: XWorld | None = None) -> None:
        self.world = world or XWorld()
        self.faults: dict[str, deque[str]] = defaultdict(deque)
        self.chaos_rate = 0.0
        self.random = random.Random(7)
        self.hang_seconds = 3.0
        self.page_size = 100
        self.keep_alive_seconds = 1.0
        self.timeline_hides_new = False
        self.calls: list[str] = []
        self.stream_connections = 0
        self.closing = threading.Event()
        self.oauth = OAuthCheck(*(KEYS[name] for name in list(KEYS)[:4]))
        self._http = _Http(("127.0.0.1", port), self)
        self._thread = threading.Thread(target=self._http.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()

    def next_fault(self, route: str) -> str | None:
        if self.faults[route]:
            return self.faults[route].popleft()
        if self.random.random() < self.chaos_rate:
            return self.random.choice(CHAOS)
        return None

    # The endpoints

    def me(self, query: dict[str, str], body: Any) -> Answer:
        return 200, {"data": {"id": ACCOUNT_ID, "username": HANDLE, "name": "Free Aide"}}

    def mentions(self, query: dict[str, str], body: Any) -> Answer:
        found = self.world.mentions(int(query.get("since_id") or 0), _moment(query))
        size = min(int(query.get("max_results", 10)), self.page_size)
        begin = int(query.get("pagination_token") or 0)
        meta: dict[str, Any] = {"result_count": len(found[begin : begin + size])}
        if begin + size < len(found):
            meta["next_token"] = str(begin + size)
        return 200, _answer(found[begin : begin + size], meta)

    def timeline(self, query: dict[str, str], body: Any) -> Answer:
        found = [] if self.timeline_hides_new else self.world.own_timeline(_moment(query))
        return 200, _answer(found[:100], {"result_count": len(found[:100])})

    def lookup(self, query: dict[str, str], body: Any) -> Answer:
        ids = query.get("ids", "").split(",")
        posts = [self.world.posts.get(id_) for id_ in ids]
        found = [post for post in posts if post and not post.is_gone]
        missing = [id_ for id_, post in zip(ids, posts, strict=True) if not post or post.is_gone]
        answer = _answer(found, None)
        if missing:
            answer["errors"] = [
                {"resource_id": id_, "value": id_, "type": f"{PROBLEM}resource-not-found"}
                for id_ in missing
            ]
        return 200, answer

    def post(self, query: dict[str, str], body: Any) -> Answer:
        target = (body.get("reply") or {}).get("in_reply_to_tweet_id")
        with self.world.lock:
            asked = self.world.posts.get(str(target))
            if asked is None or asked.is_gone or not asked.names_us:
                return 403, {"detail": "You may reply only to who mentioned you", "status": 403}
            if any(reply.text == body["text"] for reply in self.world.replies):
                return STATUS_FAULTS["duplicate"]
            id_ = self.world.reply(str(target), body["text"])
        return 201, {"data": {"id": id_, "text": body["text"], "edit_history_tweet_ids": [id_]}}

    def rules(self, query: dict[str, str], body: Any) -> Answer:
        rules = self.world.rules
        for one in (body or {}).get("add", []):
            rules.append({"id": str(len(rules) + 1), **one})
        gone = ((body or {}).get("delete") or {}).get("ids", [])
        self.world.rules = [one for one in rules if one["id"] not in gone]
        return 200, {"data": self.world.rules, "meta": {}}


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], x: XServer) -> None:
        super().__init__(address, _Handler)
        self.x = x

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed in the middle is what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, *_: object) -> None:
        pass

    def _serve(self) -> None:
        x = self.server.x
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = urlsplit(self.path).path
        if path == "/":
            self._send_raw(200, page(x.world), "text/html; charset=utf-8")
            return
        route, act = self._route(path)
        x.calls.append(f"{self.command} {path}")
        if not self._may_call(path):
            self._send(401, {"title": "Unauthorized", "status": 401})
            return
        fault = x.next_fault(route)
        if fault and not fault.endswith("_after") and not self._spoil(fault):
            return
        if route == "stream":
            self._stream()
            return
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        status, answer = act(query, json.loads(body) if body else None)
        if fault and fault.endswith("_after") and not self._spoil(fault):
            return
        self._send(status, answer)

    def _route(self, path: str) -> tuple[str, Callable[[dict[str, str], Any], Answer]]:
        x = self.server.x
        routes = {
            "/2/users/me": ("me", x.me),
            f"/2/users/{ACCOUNT_ID}/mentions": ("mentions", x.mentions),
            f"/2/users/{ACCOUNT_ID}/tweets": ("timeline", x.timeline),
            "/2/tweets/search/stream": ("stream", x.me),
            "/2/tweets/search/stream/rules": ("rules", x.rules),
        }
        if path == "/2/tweets":
            return ("post", x.post) if self.command == "POST" else ("lookup", x.lookup)
        return routes.get(path, ("unknown", lambda query, body: (404, {"title": "Not Found"})))

    def _may_call(self, path: str) -> bool:
        header = self.headers.get("Authorization", "")
        if "/search/stream" in path:
            return header == f"Bearer {KEYS['X_BEARER_TOKEN']}"
        return self.server.x.oauth.is_signed(self.command, self.path, header)

    def _spoil(self, fault: str) -> bool:
        """True when the request is to be answered all the same."""
        kind = fault.removesuffix("_after")
        if kind in RATE_FAULTS:
            self._send(429, {"title": "Too Many Requests"}, reset=RATE_FAULTS[kind]())
        elif kind in STATUS_FAULTS:
            self._send(*STATUS_FAULTS[kind])
        elif kind == "html":
            self._send_raw(502, b"<html><body>Over capacity</body></html>", "text/html")
        elif kind == "html_ok":
            self._send_raw(200, b"<html><body>Sign in</body></html>", "text/html")
        elif kind == "bad_json":
            self._send_raw(200, b'{"data": [', "application/json")
        elif kind == "hang":
            self.server.x.closing.wait(self.server.x.hang_seconds)
            self._drop()
        else:
            self._drop()
        return False

    def _drop(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _send(self, status: int, answer: Any, reset: str | None = "") -> None:
        body = json.dumps(answer).encode()
        self._send_raw(status, body, "application/json", reset)

    def _send_raw(self, status: int, body: bytes, kind: str, reset: str | None = "") -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.send_header("x-rate-limit-limit", "300")
        self.send_header("x-rate-limit-remaining", "0" if status == 429 else "299")
        if reset is not None:
            self.send_header("x-rate-limit-reset", reset or str(int(time.time()) + 900))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        """Posts as they come; `faults["line"]` spoils what is sent: bad_json, close, silence."""
        x = self.server.x
        x.stream_connections += 1
        self.send_response(200)
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        sent = set(x.world.posts)
        while not x.closing.is_set():
            with x.world.changed:
                x.world.changed.wait(x.keep_alive_seconds)
                fresh = [post for id_, post in x.world.posts.items() if id_ not in sent]
            sent.update(post.id for post in fresh)
            fault = x.faults["line"].popleft() if x.faults["line"] else None
            if fault == "silence":
                x.closing.wait(x.hang_seconds)
            if fault in ("close", "silence"):
                self._write_chunk(b"")
                self.close_connection = True
                return
            if fault == "bad_json":
                self._write_chunk(b'{"data": {"id"\r\n')
            for post in fresh:
                if post.names_us and post.author_id != ACCOUNT_ID:
                    self._write_chunk(json.dumps(_streamed(post)).encode() + b"\r\n")
            self._write_chunk(b"\r\n")

    def _write_chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def _streamed(post: WorldPost) -> dict[str, Any]:
    users = [{"id": post.author_id, "username": post.handle}]
    return {"data": post.as_json(), "includes": {"users": users}, "matching_rules": []}


def _answer(posts: list[WorldPost], meta: dict[str, Any] | None) -> dict[str, Any]:
    answer: dict[str, Any] = {}
    if posts:
        users = {post.author_id: post.handle for post in posts}
        answer["data"] = [post.as_json() for post in posts]
        answer["includes"] = {"users": [{"id": i, "username": h} for i, h in users.items()]}
    if meta is not None:
        if posts:
            meta |= {"newest_id": posts[0].id, "oldest_id": posts[-1].id}
        answer["meta"] = meta
    return answer


def _moment(query: dict[str, str]) -> datetime | None:
    return datetime.fromisoformat(query["start_time"]) if "start_time" in query else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    server = XServer(parser.parse_args().port)
    server.start()
    print(f"X's stand-in listens on {server.url}", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
