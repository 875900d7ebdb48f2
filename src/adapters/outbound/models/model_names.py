"""What models are called: by an operator, who may name any, and by clients, who may not."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, final

from adapters.outbound.models.catalogue import KnownModel
from adapters.outbound.models.hub import Hub
from adapters.outbound.models.local_folders import LocalFolders, absolute_path, is_model
from adapters.outbound.models.whisper_names import (
    DEFAULT_NAMES,
    is_hub_id,
    short_names,
    whisper_name,
)
from application.errors import UnknownModelError
from application.ports.model_catalog import ModelPurpose

_SHOWN: Final = 80
_TRANSCRIBING: Final = (ModelPurpose.TRANSCRIBE, ModelPurpose.TRANSCRIBE_TORCH)


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class ModelNames:
    default_model: str
    folders: LocalFolders
    hub: Hub
    listed: Collection[tuple[str, ModelPurpose]]
    """What the catalogue names."""

    def canonical(self, name: str | None) -> str:
        """The name that an operator's `name` stands for. Raises UnknownModelError."""
        wanted = self.default_model.strip() if _is_default(name) else (name or "").strip()
        canonical = (
            whisper_name(wanted)
            or self.own(wanted, ModelPurpose.TRANSCRIBE)
            or self.own(wanted, ModelPurpose.TRANSCRIBE_TORCH)
        )
        return self._transcribing(wanted, canonical)

    def offered(self, name: str | None) -> str:
        """The name that a client's `name` stands for. Raises UnknownModelError for what is no
        model of the catalogue, nor here, nor the operator's choice, and for every path, at which
        nobody looks: a client shall learn nothing of the server's folders, nor fill its disk."""
        if _is_default(name):
            return self.canonical(None)
        wanted = (name or "").strip()
        canonical = whisper_name(wanted)
        if canonical is None and (self._is_chosen(wanted) or self._is_here(wanted)):
            canonical = wanted
        return self._transcribing(wanted, canonical)

    def own(self, wanted: str, purpose: ModelPurpose) -> str | None:
        """The name of a model outside the catalogue: a folder's path, its name, or a hub id."""
        if path := absolute_path(wanted):
            return str(path) if is_model(path, purpose) else None
        return wanted if is_hub_id(wanted) or self.folders.named(wanted, purpose) else None

    def no_such(self, name: str, purpose: ModelPurpose) -> UnknownModelError:
        listed = [each for each, of in self.listed if of is purpose]
        known = short_names() if purpose is ModelPurpose.TRANSCRIBE else listed
        choices = ", ".join(dict.fromkeys([*known, *self.folders.names(purpose)]))
        return UnknownModelError(f"There is no model {name[:_SHOWN]!r}. Choose one of: {choices}.")

    def _transcribing(self, wanted: str, canonical: str | None) -> str:
        if canonical is None or (canonical, ModelPurpose.DIARIZE) in self.listed:
            raise self.no_such(wanted, ModelPurpose.TRANSCRIBE)
        return canonical

    def _is_chosen(self, wanted: str) -> bool:
        return is_hub_id(wanted) and wanted == self.default_model.strip()

    def _is_here(self, wanted: str) -> bool:
        if any(self.folders.named(wanted, purpose) for purpose in _TRANSCRIBING):
            return True
        models = (
            KnownModel(name=wanted, purpose=purpose, repository=wanted) for purpose in _TRANSCRIBING
        )
        return is_hub_id(wanted) and any(self.hub.folder(model) is not None for model in models)


def _is_default(name: str | None) -> bool:
    return (name or "").strip().lower() in DEFAULT_NAMES
