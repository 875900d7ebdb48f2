"""Which models there are, which are here, and how to get the others."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from application.ports.progress import ReportFraction


class ModelPurpose(StrEnum):
    TRANSCRIBE = "transcribe"
    TRANSCRIBE_TORCH = "transcribe-torch"
    """The same models as torch loads them: their weights in another layout. They are known by the
    same names, and listed only where there is no other layout of that name."""
    DIARIZE = "diarize"
    ALIGN = "align"


class ModelSource(StrEnum):
    """Where a model's weights come from, in the order in which they are looked for."""

    LOCAL_FOLDER = "local folder"
    EMBEDDED = "embedded"
    """In a package of the package registry: needs neither a hub nor a token."""
    HUB = "hub"
    """Hugging Face: its cache on this machine, or the network unless HF_HUB_OFFLINE=1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEntry:
    name: str
    purpose: ModelPurpose
    source: ModelSource
    is_here: bool
    """Whether it can be loaded without a network."""
    size_bytes: int | None = None
    licence: str | None = None


class ModelCatalog(Protocol):
    """Looks at disks and networks: call `fetch`, `remove`, `verify`, `locate` and `offered_name`
    from a thread."""

    @abstractmethod
    def canonical_name(self, name: str | None) -> str:
        """The name that `name` (an alias, `auto`, a hub id, a folder; None for the default)
        stands for. Raises UnknownModelError, naming the right ones. For operators: a client's name
        goes to `offered_name`."""

    @abstractmethod
    def offered_name(self, name: str | None) -> str:
        """The same for whoever asks over the network: a model of the catalogue, the default one,
        or one that is here. Any other raises UnknownModelError, and so does a path, at which
        nobody looks."""

    @abstractmethod
    def locate(self, name: str, purpose: ModelPurpose) -> Path:
        """The folder with the weights of a canonical name, fetched from the hub if they are
        neither here nor embedded. Raises ModelUnavailableError, saying what to do."""

    @abstractmethod
    def problem(self, name: str, purpose: ModelPurpose) -> str | None:
        """Why `locate` is sure to fail, and what to do about it; None when the weights are here
        or may be fetched. Fetches nothing and asks no network."""

    @abstractmethod
    def source_here(self, name: str, purpose: ModelPurpose) -> ModelSource | None:
        """Where its weights are on this machine; None when they would have to be fetched, and
        for a name that there is not. Asks no network."""

    @abstractmethod
    def entries(self) -> Sequence[ModelEntry]: ...

    @abstractmethod
    def fetch(self, name: str, report: ReportFraction) -> Path:
        """Bring a model here unless it is here and intact. Raises UnknownModelError,
        ModelUnavailableError, CorruptWeightsError."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Delete the weights that were fetched from a hub. Raises UnknownModelError;
        ModelNotFoundError where none are here; ModelStaysError where all that is here was put there
        by hand, or came out of a package, so that a service without a network has it again."""

    @abstractmethod
    def verify(self, name: str) -> None:
        """Compare an embedded model's files with their checksums. Raises CorruptWeightsError,
        ModelUnavailableError when it is not here."""
