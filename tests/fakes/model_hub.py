"""A hub of models on this machine, in the dialect that Hugging Face's own client speaks."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Final

COMMIT: Final = "a" * 40
_LARGE: Final = (".bin",)
"""Files that are stored under their SHA-256, as git-lfs does."""


@dataclass
class FakeHub:
    repositories: dict[str, Mapping[str, bytes]] = field(default_factory=dict)
    refusals: dict[str, str] = field(default_factory=dict)
    """Error codes by repository."""
    endpoint: str = ""
    tokens: set[str | None] = field(default_factory=set)


def checksum(name: str, content: bytes) -> str:
    if name.endswith(_LARGE):
        return hashlib.sha256(content).hexdigest()
    return hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()  # noqa: S324


@contextmanager
def serving(hub: FakeHub) -> Iterator[FakeHub]:
    class Handler(_HubHandler):
        served = hub

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hub.endpoint = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield hub
        finally:
            server.shutdown()
            thread.join()


class _HubHandler(BaseHTTPRequestHandler):
    served: FakeHub

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing."""

    def _answer(self, *, with_body: bool) -> None:
        path = self.path.split("?")[0].removeprefix("/").removeprefix("api/models/")
        self.served.tokens.add(self.headers.get("Authorization"))
        repository, rest = "/".join(path.split("/")[:2]), path.split("/")[2:]
        if code := self.served.refusals.get(repository):
            self._send(HTTPStatus.FORBIDDEN, b"", {"X-Error-Code": code}, with_body=with_body)
        elif (files := self.served.repositories.get(repository)) is None:
            refusal = {"X-Error-Code": "RepoNotFound"}
            self._send(HTTPStatus.NOT_FOUND, b"", refusal, with_body=with_body)
        elif rest[:1] == ["resolve"]:
            self._send_file("/".join(rest[2:]), files, with_body=with_body)
        else:
            answer = _tree(files) if rest[:1] == ["tree"] else _info(repository)
            body = json.dumps(answer).encode()
            kind = {"Content-Type": "application/json"}
            self._send(HTTPStatus.OK, body, kind, with_body=with_body)

    def _send_file(self, name: str, files: Mapping[str, bytes], *, with_body: bool) -> None:
        headers = {"X-Repo-Commit": COMMIT, "ETag": f'"{checksum(name, files[name])}"'}
        self._send(HTTPStatus.OK, files[name], headers, with_body=with_body)

    def _send(
        self, status: HTTPStatus, body: bytes, headers: Mapping[str, str], *, with_body: bool
    ) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)


def _info(repository: str) -> dict[str, object]:
    return {"id": repository, "sha": COMMIT, "siblings": [], "tags": []}


def _tree(files: Mapping[str, bytes]) -> list[dict[str, object]]:
    return [_tree_entry(name, content) for name, content in files.items()]


def _tree_entry(name: str, content: bytes) -> dict[str, object]:
    entry: dict[str, object] = {
        "type": "file",
        "path": name,
        "size": len(content),
        "oid": checksum("", content),
    }
    if name.endswith(_LARGE):
        large = {"oid": checksum(name, content), "size": len(content), "pointerSize": 100}
        entry["lfs"] = large
    return entry
