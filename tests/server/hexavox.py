"""The command `hexavox`, run the way people run it: as a process of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Final

import httpx

from infrastructure.environment import variable_names
from infrastructure.settings import Settings
from tests.server.patience import PATIENCE

_COMMAND: Final = Path(sys.executable).parent / "hexavox"
_ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:\d+")
_SETTINGS: Final = {name for each in Settings.model_fields for name in variable_names(each)}


def environment(**settings: str) -> dict[str, str]:
    """This process's environment, with these settings of Hexavox and no others."""
    inherited = {name: it for name, it in os.environ.items() if name.upper() not in _SETTINGS}
    return inherited | {"HF_HUB_OFFLINE": "1", "COLUMNS": "80"} | settings


def run(
    *arguments: str, folder: Path, settings: Mapping[str, str]
) -> subprocess.CompletedProcess[str]:
    """A command that ends by itself, run in a folder."""
    return subprocess.run(  # noqa: S603 - our own program
        [_COMMAND, *arguments],
        cwd=folder,
        env=environment(**settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@dataclass(frozen=True, slots=True)
class RunningServer:
    """`hexavox serve` on a port of its own."""

    process: subprocess.Popen[str]
    url: str
    log: list[str] = field(default_factory=list)

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=PATIENCE)

    def kill(self) -> None:
        """As a power cut does."""
        self.process.kill()
        self.process.wait(PATIENCE)

    def stop(self) -> int:
        """As a person or a supervisor does; its exit code."""
        self.tell(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def tell(self, what: signal.Signals) -> None:
        self.process.send_signal(what)

    def says(self, words: str) -> bool:
        return any(words in line for line in self.log)


@contextmanager
def serving(
    folder: Path, command: Sequence[str | Path] = (_COMMAND, "serve"), **settings: str
) -> Iterator[RunningServer]:
    """A server that answers, and is gone afterwards; what it says is in its `log`."""
    process = subprocess.Popen(  # noqa: S603 - our own program
        command,
        cwd=folder,
        env=environment(HOST="127.0.0.1", PORT="0", **settings),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    log: list[str] = []
    addresses: Queue[str | None] = Queue()
    listening = Thread(target=_listen, args=(process, log, addresses))
    listening.start()
    try:
        address = addresses.get(timeout=PATIENCE)
        assert address is not None, "".join(log)
        # It takes connections before it is ready, and answers as soon as it is.
        httpx.get(f"{address}/health", timeout=PATIENCE).raise_for_status()
        yield RunningServer(process, address, log)
    finally:
        process.kill()
        process.wait(PATIENCE)
        listening.join(PATIENCE)


def _listen(process: subprocess.Popen[str], log: list[str], addresses: Queue[str | None]) -> None:
    """Tell the address once the server says it, or None if it ends without."""
    assert process.stderr is not None
    with process.stderr as lines:
        for line in lines:
            log.append(line)
            if found := _ADDRESS.search(line):
                addresses.put(found[0])
    addresses.put(None)
