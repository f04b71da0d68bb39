"""A server on loopback that gives the answer it was told to give, and keeps what it was sent."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SET_BY_THE_SERVER = ("content-length", "date", "transfer-encoding")


@dataclass(frozen=True)
class Asked:
    """A request as it was sent."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What the server sends back."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


class Server:
    """Answers every request with `answer`; `asked` are the requests, in order."""

    def __init__(self) -> None:
        self.answer = Answer()
        self.asked: list[Asked] = []
        server = _Threads(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.2,), daemon=True).start()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        told = self

        class Handler(_Handler):
            def respond(self) -> None:
                told.asked.append(Asked(self.command, self.path, list(self.headers.items()), self.body()))
                self.send(told.answer)

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = respond  # noqa: N815 - names of http.server

        return Handler


class _Threads(ThreadingHTTPServer):
    daemon_threads = True
    disable_nagle_algorithm = True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        whole = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            whole += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return whole

    def send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in SET_BY_THE_SERVER:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in http.server
        """Say nothing."""
