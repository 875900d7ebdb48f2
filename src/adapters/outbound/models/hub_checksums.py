"""Checking a folder of Hugging Face's cache: each file there is stored under its own checksum."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from adapters.outbound.models.weights_manifest import sha256_of


def damaged_files(snapshot: Path) -> Iterator[str]:
    """The names of files whose content is not what the name they are stored under says."""
    for path in sorted(snapshot.rglob("*")):
        stored = path.resolve()
        checksum = _CHECKSUM_OF_LENGTH.get(len(stored.name)) if _HEX.match(stored.name) else None
        # A file system without links has plain copies under plain names: nothing to compare with.
        if checksum is not None and stored.is_file() and checksum(stored) != stored.name:
            yield path.relative_to(snapshot).as_posix()


def _git_blob(path: Path) -> str:
    # git's name for a content, which small files are stored under; it guards nothing secret.
    digest = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


_HEX: Final = re.compile(r"[0-9a-f]+\Z")
_CHECKSUM_OF_LENGTH: Final[Mapping[int, Callable[[Path], str]]] = MappingProxyType(
    {
        40: _git_blob,
        64: sha256_of,
    }
)
