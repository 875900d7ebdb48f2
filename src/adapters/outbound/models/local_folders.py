"""Folders of weights that somebody put on this machine by hand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, final

from adapters.outbound.models.catalogue import REQUIRED_FILES, KnownModel
from adapters.outbound.models.whisper_names import is_hub_id, is_plain_name
from application.ports.model_catalog import ModelPurpose

_SHELVES: Final[Mapping[ModelPurpose, str]] = MappingProxyType(
    {
        ModelPurpose.TRANSCRIBE: "whisper",
        ModelPurpose.TRANSCRIBE_TORCH: "transformers",
        ModelPurpose.DIARIZE: "speakers",
        ModelPurpose.ALIGN: "alignment",
    }
)


@final
@dataclass(frozen=True, slots=True)
class LocalFolders:
    """`<root>/whisper/<name>`, and likewise in `transformers`, `speakers` and `alignment`, stands
    for the model of that name, be it in the catalogue or an operator's own."""

    root: Path

    def find(self, model: KnownModel) -> Path | None:
        if path := absolute_path(model.name):
            return path if is_model(path, model.purpose) else None
        return self.named(model.name, model.purpose)

    def named(self, name: str, purpose: ModelPurpose) -> Path | None:
        if not (is_plain_name(name) or is_hub_id(name)):
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
