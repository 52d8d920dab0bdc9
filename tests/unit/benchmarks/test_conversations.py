from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from benchmarks.conversations import Measurement, measure, pooled


class Echo(BaseHTTPRequestHandler):
    """Rasa's REST channel, reduced to saying the message again; nothing for `silence`."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = [] if said["message"] == "silence" else [{"text": said["message"]}]
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing in the test's output."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_whole_conversations_are_held_and_each_message_is_measured(port: int) -> None:
    measured = measure(port, ("bonjour", "au revoir"), at_once=2, seconds=0.2)

    greetings, goodbyes = measured.milliseconds["bonjour"], measured.milliseconds["au revoir"]
    assert len(greetings) == len(goodbyes) > 0
    assert measured.turns_a_second > 0


def test_an_empty_answer_is_no_answer(port: int) -> None:
    with pytest.raises(RuntimeError, match="'silence' got 200"):
        measure(port, ("silence",), at_once=1, seconds=0.2)


def test_measurements_are_pooled_over_their_time() -> None:
    both = pooled([Measurement(1, {"oui": [10, 20]}), Measurement(3, {"oui": [30, 40]})])

    assert both.turns_a_second == 1
    assert both.median_of("oui") == 25
    assert both.percentile(50) == 25
