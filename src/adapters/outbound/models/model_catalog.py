"""The catalogue over the places where weights may be: folders, packages, and Hugging Face."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self, final

from adapters.outbound.models.catalogue import (
    ALIGN_MODELS,
    SPEAKER_MODELS,
    TORCH_MODELS,
    WHISPER_MODELS,
    KnownModel,
)
from adapters.outbound.models.converted_whisper import ConvertedWhisper
from adapters.outbound.models.embedded_store import EmbeddedStore
from adapters.outbound.models.hub import Hub
from adapters.outbound.models.local_folders import LocalFolders
from adapters.outbound.models.model_names import ModelNames
from adapters.outbound.models.whisper_names import is_hub_id
from application.errors import (
    ModelNotFoundError,
    ModelStaysError,
    ModelUnavailableError,
    UnknownModelError,
)
from application.ports.model_catalog import ModelCatalog, ModelEntry, ModelPurpose, ModelSource
from application.ports.progress import ReportFraction, ignore_fraction

_LOGGER: Final = logging.getLogger(__name__)
_TRANSCRIBING: Final = (ModelPurpose.TRANSCRIBE, ModelPurpose.TRANSCRIBE_TORCH)
_NOT_FETCHED: Final[Mapping[ModelSource, str]] = MappingProxyType(
    {
        ModelSource.LOCAL_FOLDER: "lie in a folder of whoever runs the server",
        ModelSource.EMBEDDED: "belong to the service itself",
    }
)


@final
class DiskModelCatalog(ModelCatalog):
    def __init__(
        self,
        *,
        default_model: str,
        folders: LocalFolders,
        embedded: EmbeddedStore,
        hub: Hub,
        converted: ConvertedWhisper,
        offline: bool = False,
        models: Sequence[KnownModel] = (
            *WHISPER_MODELS,
            *TORCH_MODELS,
            *SPEAKER_MODELS,
            *ALIGN_MODELS,
        ),
    ) -> None:
        self._folders = folders
        self._embedded = embedded
        self._hub = hub
        self._converted = converted
        self._offline = offline
        self._models = {(model.name, model.purpose): model for model in models}
        self._names = ModelNames(
            default_model=default_model, folders=folders, hub=hub, listed=self._models.keys()
        )

    @classmethod
    def in_folder(
        cls,
        folder: Path,
        *,
        default_model: str,
        hub_token: str | None = None,
        offline: bool = False,
    ) -> Self:
        """The catalogue of everything, which keeps what it takes out of packages in `folder`."""
        return cls(
            default_model=default_model,
            folders=LocalFolders(folder),
            embedded=EmbeddedStore.in_folder(folder),
            hub=Hub(hub_token),
            converted=ConvertedWhisper.in_folder(folder),
            offline=offline,
        )

    def canonical_name(self, name: str | None) -> str:
        return self._names.canonical(name)

    def offered_name(self, name: str | None) -> str:
        return self._names.offered(name)

    def locate(self, name: str, purpose: ModelPurpose) -> Path:
        model = self._model(name, purpose)
        _, folder = self._whereabouts(model)
        if folder is not None:
            return folder
        if origin := self._origin(model):
            return self._converted.make(model.name, self.locate(*origin))
        return self._bring(model, ignore_fraction)

    def problem(self, name: str, purpose: ModelPurpose) -> str | None:
        try:
            model = self._model(name, purpose)
            obstacle = self._obstacle(model)
        except UnknownModelError as error:
            return str(error)
        if obstacle is None:  # then nobody need look at disks
            return None
        _, folder = self._whereabouts(model)
        return None if folder or self._origin(model) else obstacle

    def source_here(self, name: str, purpose: ModelPurpose) -> ModelSource | None:
        try:
            source, folder = self._whereabouts(self._model(name, purpose))
        except UnknownModelError:
            return None
        return source if folder else None

    def entries(self) -> Sequence[ModelEntry]:
        models = [*self._models.values(), *self._own_models()]
        # The same model in another layout is not another model.
        by_name = {model.name: model for model in reversed(models)}
        return [self._entry(model) for model in models if by_name[model.name] is model]

    def fetch(self, name: str, report: ReportFraction) -> Path:
        model = self._model(name, self._purpose_of(name))
        report(0.0)
        source, folder = self._whereabouts(model)
        if folder is not None and (self._offline or source is ModelSource.LOCAL_FOLDER):
            self._verify(model, source)
        elif folder is not None and source is ModelSource.HUB:
            self._hub.mend(model)
        else:
            folder = self._bring(model, report)
        report(1.0)
        return folder

    def remove(self, name: str) -> None:
        layouts = [self._model(name, purpose) for purpose in _layouts(self._purpose_of(name))]
        fetched = [model for model in layouts if self._hub.folder(model)]
        if not fetched:
            raise self._stays(layouts[0])
        for model in fetched:
            self._hub.remove(model)

    def _stays(self, model: KnownModel) -> ModelNotFoundError | ModelStaysError:
        source, folder = self._whereabouts(model)
        if folder is None:
            return ModelNotFoundError(f"The weights of {model.name} are not here.")
        whence = _NOT_FETCHED.get(source, "are not this service's")
        return ModelStaysError(f"The weights of {model.name} {whence}, and are not deleted.")

    def verify(self, name: str) -> None:
        model = self._model(name, self._purpose_of(name))
        source, folder = self._whereabouts(model)
        if folder is None and model.embedded is None:
            raise ModelUnavailableError(f"The weights of {model.name} have not been fetched yet.")
        self._verify(model, source)

    def _verify(self, model: KnownModel, source: ModelSource) -> None:
        if source is ModelSource.EMBEDDED and model.embedded is not None:
            self._embedded.verify(model.embedded)
        elif source is ModelSource.HUB:
            self._hub.verify(model)

    def _whereabouts(self, model: KnownModel) -> tuple[ModelSource, Path | None]:
        """Where it is without a network; or else where it would be had from, and None."""
        if folder := self._folders.find(model):
            return ModelSource.LOCAL_FOLDER, folder
        if model.embedded is not None and self._embedded.is_here(model.embedded):
            return ModelSource.EMBEDDED, self._embedded.folder(model.embedded)
        if folder := self._converted_folder(model):
            return ModelSource.LOCAL_FOLDER, folder
        if folder := self._hub.folder(model):
            return ModelSource.HUB, folder
        return (ModelSource.EMBEDDED if model.embedded else ModelSource.HUB), None

    def _converted_folder(self, model: KnownModel) -> Path | None:
        if model.purpose is not ModelPurpose.TRANSCRIBE_TORCH:
            return None
        _, origin = self._whereabouts(self._model(model.name, ModelPurpose.TRANSCRIBE))
        return self._converted.find(model.name, origin)

    def _origin(self, model: KnownModel) -> tuple[str, ModelPurpose] | None:
        """The weights that those for torch can be made of: they are here, or need no hub."""
        if model.purpose is not ModelPurpose.TRANSCRIBE_TORCH:
            return None
        original = self._model(model.name, ModelPurpose.TRANSCRIBE)
        _, folder = self._whereabouts(original)
        may_be_fetched = original.embedded is not None and not self._offline
        return (model.name, ModelPurpose.TRANSCRIBE) if folder or may_be_fetched else None

    def _bring(self, model: KnownModel, report: ReportFraction) -> Path:
        if obstacle := self._obstacle(model):
            raise ModelUnavailableError(obstacle)
        if model.embedded is None:
            return self._hub.download(model)
        try:
            return self._embedded.fetch(model.embedded, report)
        except ModelUnavailableError as error:
            return self._from_hub_instead(model, error)

    def _obstacle(self, model: KnownModel) -> str | None:
        """Why it cannot be fetched if it is not here."""
        if model.embedded is None and model.repository is None:
            return "The folder of that model is no longer there."
        if self._offline:
            return (
                f"{model.name} is not here, and HF_HUB_OFFLINE=1 forbids fetching it;"
                f" run `hexavox models fetch {model.name}` once with a network."
            )
        return None

    def _from_hub_instead(self, model: KnownModel, error: ModelUnavailableError) -> Path:
        if model.repository is None:
            raise error
        _LOGGER.warning("%s is sought on Hugging Face instead: %s", model.name, error)
        try:
            return self._hub.download(model)
        except ModelUnavailableError:
            raise error from None

    def _purpose_of(self, name: str) -> ModelPurpose:
        diarizes = (name, ModelPurpose.DIARIZE) in self._models or self._folders.named(
            name, ModelPurpose.DIARIZE
        )
        if diarizes:
            return ModelPurpose.DIARIZE
        if self._is_known(name, ModelPurpose.ALIGN):
            return ModelPurpose.ALIGN
        only_torch = (
            self._folders.find(KnownModel(name=name, purpose=ModelPurpose.TRANSCRIBE)) is None
            and self._folders.find(KnownModel(name=name, purpose=ModelPurpose.TRANSCRIBE_TORCH))
            and (name, ModelPurpose.TRANSCRIBE) not in self._models
        )
        return ModelPurpose.TRANSCRIBE_TORCH if only_torch else ModelPurpose.TRANSCRIBE

    def _model(self, name: str, purpose: ModelPurpose) -> KnownModel:
        if purpose in (ModelPurpose.TRANSCRIBE, ModelPurpose.TRANSCRIBE_TORCH):
            name = self._names.canonical(name)
        elif not self._is_known(name, purpose):
            raise self._names.no_such(name, purpose)
        unlisted = KnownModel(
            name=name, purpose=purpose, repository=name if is_hub_id(name) else None
        )
        return self._models.get((name, purpose), unlisted)

    def _is_known(self, name: str, purpose: ModelPurpose) -> bool:
        if (name, purpose) in self._models or self._folders.named(name, purpose):
            return True
        # Clients may name aligners, and shall neither look at folders nor fill a disk.
        return purpose is not ModelPurpose.ALIGN and self._names.own(name, purpose) is not None

    def _own_models(self) -> Iterator[KnownModel]:
        for purpose in ModelPurpose:
            for name in self._folders.names(purpose):
                if (name, purpose) not in self._models:
                    yield KnownModel(name=name, purpose=purpose)

    def _entry(self, model: KnownModel) -> ModelEntry:
        source, folder = self._whereabouts(model)
        packed = model.embedded.size if model.embedded else None
        return ModelEntry(
            name=model.name,
            purpose=model.purpose,
            source=source,
            is_here=folder is not None,
            size_bytes=_size_of(folder) if folder else packed,
            licence=model.licence,
        )


def _layouts(purpose: ModelPurpose) -> tuple[ModelPurpose, ...]:
    """One model may have been fetched in several."""
    return _TRANSCRIBING if purpose in _TRANSCRIBING else (purpose,)


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
