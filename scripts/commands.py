"""Other programs, run in silence while all is well, with a sign of life when they take long."""

import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent

_SECONDS_BETWEEN_SIGNS: Final = 15


class InstallationError(Exception):
    """Says what went wrong and what to do about it, to the person at the terminal."""


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def run(
    *command: str | Path, environment: Mapping[str, str] | None = None, if_it_fails: str
) -> None:
    """Run a command to its end; what it writes to its standard error is shown as it comes."""
    with subprocess.Popen(  # noqa: S603 - the commands are ours, and no shell reads them
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL
    ) as process:
        status = _await_end(process)
    if status != 0:
        name = Path(command[0]).name
        raise InstallationError(f"{name} stopped with status {status}. {if_it_fails}")


def output_of(*command: str | Path) -> str:
    done = subprocess.run(  # noqa: S603 - as above
        command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return done.stdout if done.returncode == 0 else ""


def _await_end(process: "subprocess.Popen[bytes]") -> int:
    started, free_at_first = time.monotonic(), shutil.disk_usage(ROOT).free
    while True:
        try:
            return process.wait(timeout=_SECONDS_BETWEEN_SIGNS)
        except subprocess.TimeoutExpired:
            written = max(0, free_at_first - shutil.disk_usage(ROOT).free)
            say(f"  ... {time.monotonic() - started:.0f} s, {written / 1e9:.1f} GB written")
