"""Somebody else's services on a real socket of this machine, saying what a test has scripted."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl, urlsplit

JsonObject: TypeAlias = dict[str, Any]

JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    body: object = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> JsonObject:
        said: JsonObject = json.loads(self.body)
        return said


@dataclass
class HostedServices:
    """Each route gives its answers in turn, and the last one from then on."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    script: dict[tuple[str, str], list[Answer]] = field(default_factory=lambda: defaultdict(list))

    def answers(self, method: str, path: str, *answers: object) -> None:
        """Anything but an Answer is the JSON of one that succeeds."""
        for answer in answers:
            whole = answer if isinstance(answer, Answer) else Answer(answer)
            self.script[method, path].append(whole)

    def to(self, path: str) -> list[Asked]:
        return [each for each in self.asked if each.path == path]

    def next_answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        left = self.script.get((asked.method, asked.path), [])
        if not left:
            return Answer({"error": "nothing is scripted here"}, 404)
        return left.pop(0) if len(left) > 1 else left[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A client may leave whenever it likes."""


@contextmanager
def running_hosted_services() -> Iterator[HostedServices]:
    services = HostedServices()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            query = dict(parse_qsl(parts.query))
            asked = Asked(self.command, parts.path, query, dict(self.headers.items()), body)
            scripted = services.next_answer(asked)
            raw = scripted.body
            content = raw if isinstance(raw, bytes) else json.dumps(raw).encode()
            self.send_response(scripted.status)
            for name, value in {"Content-Type": JSON, **scripted.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = answer  # noqa: N815 - the library's names

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Tests look at what was asked."""

    server = _Server(("127.0.0.1", 0), Handler)
    services.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield services
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
