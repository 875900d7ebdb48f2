"""What .venv was made of, remembered in it, so that an unchanged one is left alone."""

import hashlib
import json
import sys
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from scripts.commands import ROOT

VENV: Final = ROOT / ".venv"
PYTHON: Final = VENV / "bin" / "python"

_STAMP: Final = VENV / "hexavox-installation.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A finished .venv. One that was interrupted has left no record, and is made anew."""

    speakers: bool
    dev: bool
    pins: str
    python: str
    folder: str

    @classmethod
    def wanted(cls, *, speakers: bool, dev: bool) -> Self:
        return cls(
            speakers=speakers,
            dev=dev,
            pins=_digest_of_pins(),
            python=f"{Path(sys.executable).resolve()} {sys.version}",
            folder=str(ROOT),
        )

    @classmethod
    def found(cls) -> Self | None:
        if not PYTHON.exists() or not _STAMP.is_file():
            return None
        return cls(**json.loads(_STAMP.read_text(encoding="utf-8")))

    def can_become(self, other: Self) -> bool:
        """A copied or moved folder, or another Python, calls for a new environment."""
        return (self.python, self.folder) == (other.python, other.folder)

    def remember(self) -> None:
        _STAMP.write_text(json.dumps(asdict(self), indent=2), encoding="utf-8")

    @staticmethod
    def forget() -> None:
        _STAMP.unlink(missing_ok=True)


def _digest_of_pins() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    # The settings of linters stand in the same file, and change nothing that is installed.
    what_matters = [project["project"], project["build-system"], project["tool"]["poetry"]]
    lock = (ROOT / "poetry.lock").read_bytes()
    return hashlib.sha256(json.dumps(what_matters, sort_keys=True).encode() + lock).hexdigest()
