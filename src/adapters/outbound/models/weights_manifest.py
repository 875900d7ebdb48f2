"""The note in a folder of weights that says what they were made of and what they should be."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

MANIFEST_NAME: Final = "hexavox-weights.json"


@dataclass(frozen=True, slots=True)
class FileStamp:
    size: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> Self:
        return cls(path.stat().st_size, sha256_of(path))


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsManifest:
    recipe: tuple[str, ...]
    licence: str
    files: Mapping[str, FileStamp]

    @classmethod
    def of_folder(cls, folder: Path, *, recipe: tuple[str, ...], licence: str) -> Self:
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        stamps = {path.relative_to(folder).as_posix(): FileStamp.of(path) for path in paths}
        return cls(recipe=recipe, licence=licence, files=stamps)

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """None where there is none, or none that can be read: the weights count as not here."""
        try:
            note = json.loads((folder / MANIFEST_NAME).read_bytes())
            files = {name: FileStamp(**stamp) for name, stamp in note["files"].items()}
            return cls(recipe=tuple(note["recipe"]), licence=str(note["licence"]), files=files)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return None

    def write(self, folder: Path) -> None:
        text = json.dumps(asdict(self), indent=2)
        (folder / MANIFEST_NAME).write_text(f"{text}\n", encoding="utf-8")


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
