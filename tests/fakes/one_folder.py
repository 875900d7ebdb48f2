"""A catalogue of one model."""

from collections.abc import Sequence
from pathlib import Path
from typing import final

from application.errors import (
    CorruptWeightsError,
    ModelStaysError,
    ModelUnavailableError,
    UnknownModelError,
)
from application.ports.model_catalog import ModelCatalog, ModelEntry, ModelPurpose, ModelSource
from application.ports.progress import ReportFraction


@final
class OneFolder(ModelCatalog):
    """A catalogue of one model, which is here or cannot be had, and whose files may be damaged."""

    def __init__(
        self, folder: Path | ModelUnavailableError, damage: CorruptWeightsError | None = None
    ) -> None:
        self._folder = folder
        self._damage = damage

    def canonical_name(self, name: str | None) -> str:
        return name or "embedded"

    def offered_name(self, name: str | None) -> str:
        return self.canonical_name(name)

    def locate(self, name: str, purpose: ModelPurpose) -> Path:
        assert purpose is ModelPurpose.DIARIZE
        if isinstance(self._folder, ModelUnavailableError):
            raise self._folder
        return self._folder

    def problem(self, name: str, purpose: ModelPurpose) -> str | None:
        return str(self._folder) if isinstance(self._folder, ModelUnavailableError) else None

    def source_here(self, name: str, purpose: ModelPurpose) -> ModelSource | None:
        return ModelSource.LOCAL_FOLDER if isinstance(self._folder, Path) else None

    def entries(self) -> Sequence[ModelEntry]:
        return []

    def fetch(self, name: str, report: ReportFraction) -> Path:
        raise UnknownModelError(name)

    def remove(self, name: str) -> None:
        raise ModelStaysError(name)

    def verify(self, name: str) -> None:
        if self._damage is not None:
            raise self._damage
