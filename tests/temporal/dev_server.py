"""The real Temporal server, as its developers give it to others."""

import asyncio
import socket
import subprocess
import sys
from pathlib import Path
from typing import Final

from temporalio.client import Client

_COMMAND: Final = Path(sys.executable).parent / "temporal"
_LOOPBACK: Final = "127.0.0.1"
_PATIENCE: Final = 60.0


class DevServer:
    """On a port of its own, with its database in a folder, so that it can be started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"{_LOOPBACK}:{self._port}"

    def start(self) -> None:
        """Returns once it answers."""
        self._process = subprocess.Popen(  # noqa: S603 - a development tool of this project
            [
                *(_COMMAND, "server", "start-dev", "--headless", "--log-level", "never"),
                *("--ip", _LOOPBACK, "--port", str(self._port)),
                *("--db-filename", self._folder / "temporal.db"),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        asyncio.run(asyncio.wait_for(_answers(self.address), _PATIENCE))

    def kill(self) -> None:
        """As a power cut does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_PATIENCE)
            self._process = None


async def _answers(address: str) -> None:
    while True:
        try:
            client = await Client.connect(address)
            await client.count_workflows()
        except RuntimeError:
            await asyncio.sleep(0.1)
        else:
            return


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((_LOOPBACK, 0))
        port: int = listener.getsockname()[1]
        return port
