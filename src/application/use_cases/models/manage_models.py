"""Seeing which models there are, bringing them here, and checking them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from application.ports.model_catalog import ModelCatalog, ModelEntry, ModelPurpose
from application.ports.progress import ReportFraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ListModels:
    catalog: ModelCatalog

    def __call__(self) -> Sequence[ModelEntry]:
        return self.catalog.entries()


@dataclass(frozen=True, slots=True, kw_only=True)
class NameModels:
    """What to call models before people. Those of word times are named by their language, which
    says nothing by itself. Looks at disks."""

    catalog: ModelCatalog

    def __call__(self, names: Sequence[str]) -> Sequence[str]:
        entries = self.catalog.entries()
        languages = {each.name for each in entries if each.purpose is ModelPurpose.ALIGN}
        return [f"alignment {name}" if name in languages else name for name in names]


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchModel:
    """Bring a model here. Computes: call it from a thread. Raises UnknownModelError,
    ModelUnavailableError, CorruptWeightsError."""

    catalog: ModelCatalog

    def __call__(self, name: str, report: ReportFraction) -> Path:
        return self.catalog.fetch(name, report)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyModel:
    """Compare a model with its checksums. Raises CorruptWeightsError, ModelUnavailableError."""

    catalog: ModelCatalog

    def __call__(self, name: str) -> None:
        self.catalog.verify(name)
