"""A door on loopback before a service of this machine; shut, nothing gets through."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading

from scripts.ports import free_port

CHUNK = 1 << 16


class Door:
    """Shut at first; `port` is where it opens."""

    def __init__(self, host: str, port: int) -> None:
        self._service = (host, port)
        self._server: _Server | None = None
        self.port = free_port()

    def open(self) -> None:
        self._server = _Server(self.port, self._service)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def shut(self) -> None:
        """Whoever is inside is thrown out."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server.throw_out()
        self._server = None


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int, service: tuple[str, int]) -> None:
        super().__init__(("127.0.0.1", port), _Passing)
        self.service = service
        self.inside: list[socket.socket] = []

    def throw_out(self) -> None:
        for one in self.inside:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class _Passing(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        with socket.create_connection(self.server.service) as service:
            self.server.inside += [self.request, service]
            back = threading.Thread(target=_pass_on, args=(service, self.request), daemon=True)
            back.start()
            _pass_on(self.request, service)
            back.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(CHUNK):
            target.sendall(chunk)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
