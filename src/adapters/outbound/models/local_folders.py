"""Folders of weights that somebody put on this machine by hand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, final

from adapters.outbound.models.catalogue import REQUIRED_FILES, KnownModel
from adapters.outbound.models.whisper_names import is_hub_id
from application.ports.model_catalog import ModelPurpose

_SHELVES: Final[Mapping[ModelPurpose, str]] = MappingProxyType(
    {
        ModelPurpose.TRANSCRIBE: "whisper",
        ModelPurpose.DIARIZE: "speakers",
    }
)
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_][\w.-]{0,95}", re.ASCII)


@final
@dataclass(frozen=True, slots=True)
class LocalFolders:
    """`<root>/whisper/<name>` and `<root>/speakers/<name>` stand for the models of those names,
    be they in the catalogue or an operator's own."""

    root: Path

    def find(self, model: KnownModel) -> Path | None:
        if path := absolute_path(model.name):
            return path if is_model(path, model.purpose) else None
        return self.named(model.name, model.purpose)

    def named(self, name: str, purpose: ModelPurpose) -> Path | None:
        if not (_PLAIN_NAME.fullmatch(name) or is_hub_id(name)):
            return None
        folder = self.root / _SHELVES[purpose] / name
        return folder if is_model(folder, purpose) else None

    def names(self, purpose: ModelPurpose) -> Iterator[str]:
        """Of all the models that an operator put here under a plain name."""
        shelf = self.root / _SHELVES[purpose]
        folders = sorted(shelf.iterdir()) if shelf.is_dir() else []
        return (each.name for each in folders if self.named(each.name, purpose))


def absolute_path(name: str) -> Path | None:
    """The path that `name` is, if it is one that does not depend on where the server started."""
    try:
        path = Path(name).expanduser()
    except RuntimeError:  # ~nobody/model
        return None
    return path if path.is_absolute() else None


def is_model(folder: Path, purpose: ModelPurpose) -> bool:
    try:
        return all((folder / name).is_file() for name in REQUIRED_FILES[purpose])
    except OSError:  # a name that is too long, or a folder that may not be looked into
        return False
