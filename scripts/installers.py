"""The installers in their own environment: Poetry reads the lock, uv installs from it."""

import os
import sys
from pathlib import Path
from typing import Final

from scripts.commands import ROOT, output_of, run, say
from scripts.pip_settings import uv_settings

PINS: Final = ROOT / "scripts" / "installers.txt"
POETRY: Final = ROOT / ".tools" / "bin" / "poetry"
UV: Final = ROOT / ".tools" / "bin" / "uv"

_PYTHON: Final = ROOT / ".tools" / "bin" / "python"
_STAMP: Final = ROOT / ".tools" / "hexavox-installers.txt"
_CHECK_THE_NETWORK: Final = (
    "Check the network and run the same command again. "
    "Behind a mirror, name it in pip's configuration or in PIP_INDEX_URL."
)


def prepare_installers() -> None:
    """Make .tools, unless it is there as it should be. A half-made one is made anew."""
    wanted = f"{ROOT}\n{PINS.read_text(encoding='utf-8')}"
    if _PYTHON.exists() and _STAMP.is_file() and _STAMP.read_text(encoding="utf-8") == wanted:
        return
    say("Preparing the installers, Poetry and uv, in .tools (a few seconds) ...")
    run(
        *(sys.executable, "-m", "venv", "--clear", _PYTHON.parent.parent),
        if_it_fails="Debian, Ubuntu: apt install python3-venv.",
    )
    run(
        *(_PYTHON, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"),
        *("--requirement", PINS),
        if_it_fails=_CHECK_THE_NETWORK,
    )
    _STAMP.write_text(wanted, encoding="utf-8")


def export_lock(*, speakers: bool, dev: bool) -> Path:
    """Write what poetry.lock pins, with its hashes; nothing is asked of the network."""
    requirements = _PYTHON.parent.parent / "requirements.txt"
    run(
        *(POETRY, "export", "--no-interaction", "--output", requirements),
        *("--extras", "speakers engines scale" if speakers else "scale"),
        *(("--with", "dev") if dev else ()),
        if_it_fails="When poetry.lock does not belong to pyproject.toml, `make lock` renews it.",
    )
    return requirements


def run_uv(*arguments: str | Path, if_it_fails: str = _CHECK_THE_NETWORK) -> None:
    """Run uv against the registry that pip would use."""
    listing = output_of(_PYTHON, "-m", "pip", "config", "list")
    environment = {"UV_HTTP_TIMEOUT": "180", **uv_settings(listing), **os.environ}
    run(UV, *arguments, "--quiet", environment=environment, if_it_fails=if_it_fails)


def uv_cache() -> Path:
    return Path(output_of(UV, "cache", "dir").strip())
