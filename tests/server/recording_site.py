"""A web server on this machine with one recording, for servers that fetch it."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Final

_LOOPBACK: Final = "127.0.0.1"
ALLOWED: Final = {"SSRF_ALLOWED_NETWORKS": _LOOPBACK}
"""What a server must be told before it fetches anything from there."""


@contextmanager
def serving_recording(content: bytes) -> Iterator[str]:
    """Its URL, which has a secret in it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_said: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer((_LOOPBACK, 0), Handler) as server:
        Thread(target=server.serve_forever).start()
        try:
            yield f"http://{_LOOPBACK}:{server.server_port}/talk.wav?signature=secret"
        finally:
            server.shutdown()
