"""An application on a real socket, in a thread of its own."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread

import httpx
import uvicorn
from fastapi import FastAPI


@dataclass(frozen=True, slots=True)
class LiveServer:
    host: str
    port: int

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=60)

    def connection(self) -> socket.socket:
        return socket.create_connection((self.host, self.port), timeout=60)


@contextmanager
def serving(app: FastAPI) -> Iterator[LiveServer]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield LiveServer(*listener.getsockname())
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
