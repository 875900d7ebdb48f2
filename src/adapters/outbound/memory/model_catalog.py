"""A catalogue that fetches without a network, because there is nothing to fetch."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, final

from application.errors import (
    CorruptWeightsError,
    ModelNotFoundError,
    ModelStaysError,
    ModelUnavailableError,
    UnknownModelError,
)
from application.ports.model_catalog import ModelCatalog, ModelEntry, ModelPurpose, ModelSource
from application.ports.progress import ReportFraction

_TRANSCRIBE: Final = ModelPurpose.TRANSCRIBE
_EMBEDDED: Final = ModelSource.EMBEDDED
_HUB: Final = ModelSource.HUB

DEMO_ENTRIES: Final = (
    ModelEntry(name="base", purpose=_TRANSCRIBE, source=_EMBEDDED, is_here=False, licence="MIT"),
    ModelEntry(name="tiny.en", purpose=_TRANSCRIBE, source=_EMBEDDED, is_here=False),
    ModelEntry(name="large-v3-turbo", purpose=_TRANSCRIBE, source=_HUB, is_here=False),
    ModelEntry(name="embedded", purpose=ModelPurpose.DIARIZE, source=_EMBEDDED, is_here=False),
)
DEMO_ALIASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "auto": "base",
        "whisper-1": "base",
        "turbo": "large-v3-turbo",
    }
)


@final
class InMemoryModelCatalog(ModelCatalog):
    """Embedded models can be fetched; a hub is out of its reach."""

    def __init__(
        self,
        entries: Sequence[ModelEntry] = DEMO_ENTRIES,
        aliases: Mapping[str, str] = DEMO_ALIASES,
        folder: Path = Path("memory"),
    ) -> None:
        self._entries = {entry.name: entry for entry in entries}
        self._aliases = aliases
        self._folder = folder
        self._damaged: set[str] = set()

    def canonical_name(self, name: str | None) -> str:
        wanted = name or "auto"
        canonical = self._aliases.get(wanted, wanted)
        choices = [e.name for e in self._entries.values() if e.purpose is _TRANSCRIBE]
        if canonical not in choices:
            raise UnknownModelError(
                f"There is no model {wanted!r}. Choose one of: {', '.join(choices)}."
            )
        return canonical

    def offered_name(self, name: str | None) -> str:
        return self.canonical_name(name)

    def locate(self, name: str, purpose: ModelPurpose) -> Path:
        entry = self._entry(name)
        if entry.purpose is not _layout(purpose):
            raise UnknownModelError(f"{name} is not there to {purpose}.")
        return self._brought(entry)

    def problem(self, name: str, purpose: ModelPurpose) -> str | None:
        entry = self._entries.get(name)
        if entry is None or entry.purpose is not _layout(purpose):
            return f"{name} is not there to {purpose}."
        return self._out_of_reach(entry)

    def source_here(self, name: str, purpose: ModelPurpose) -> ModelSource | None:
        entry = self._entries.get(name)
        is_it = entry is not None and entry.purpose is purpose and entry.is_here
        return entry.source if entry is not None and is_it else None

    def entries(self) -> Sequence[ModelEntry]:
        return list(self._entries.values())

    def fetch(self, name: str, report: ReportFraction) -> Path:
        report(0.0)
        entry = self._entry(name)
        path = self._brought(entry)
        self._damaged.discard(entry.name)
        report(1.0)
        return path

    def remove(self, name: str) -> None:
        entry = self._entry(name)
        if not entry.is_here:
            raise ModelNotFoundError(f"The weights of {entry.name} are not here.")
        if entry.source is not _HUB:
            raise ModelStaysError(f"The weights of {entry.name} were not fetched from a hub.")
        self._entries[entry.name] = replace(entry, is_here=False)

    def verify(self, name: str) -> None:
        entry = self._entry(name)
        if not entry.is_here:
            raise ModelUnavailableError(f"The weights of {entry.name} have not been fetched yet.")
        if entry.name in self._damaged:
            raise CorruptWeightsError(f"A file of {entry.name} is damaged.")

    def damage(self, name: str) -> None:
        """From now on `verify` finds fault with it, until it is fetched again."""
        self._damaged.add(name)

    def _entry(self, name: str) -> ModelEntry:
        return self._entries.get(name) or self._entries[self.canonical_name(name)]

    def _brought(self, entry: ModelEntry) -> Path:
        if obstacle := self._out_of_reach(entry):
            raise ModelUnavailableError(obstacle)
        self._entries[entry.name] = replace(entry, is_here=True)
        return self._folder / entry.name

    def _out_of_reach(self, entry: ModelEntry) -> str | None:
        if entry.is_here or entry.source is not ModelSource.HUB:
            return None
        return f"{entry.name} is on a hub, which cannot be reached."


def _layout(purpose: ModelPurpose) -> ModelPurpose:
    """What transcribes here does so in any layout."""
    return _TRANSCRIBE if purpose is ModelPurpose.TRANSCRIBE_TORCH else purpose
