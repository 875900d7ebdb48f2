"""Whisper in torch, by way of transformers."""

import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager
from importlib.util import find_spec
from typing import Any, Final, TypeAlias, final

from adapters.outbound.engines.devices import device_problem
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.nothing_said import nothing_said
from adapters.outbound.engines.options_lacked import options_lacked
from adapters.outbound.engines.shared_workers import SharedWorkers
from adapters.outbound.engines.torch_types import torch_type_for
from adapters.outbound.engines.transformers_silence import silence_transformers
from adapters.outbound.engines.whisper_layout import WhisperLayout
from application.errors import EngineUnavailableError, ModelUnavailableError
from application.ports.engines.description import EngineDescription
from application.ports.engines.loadable import LoadableEngine
from application.ports.engines.transcriber import Transcriber
from application.ports.model_catalog import ModelCatalog, ModelPurpose
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.engine_kinds import TranscriberKind
from domain.language_search import spread_out
from domain.languages import Language
from domain.speech import SpeechPack, pack
from domain.time_span import TimeSpan
from domain.transcript import Transcription
from domain.transcription_options import TranscriptionOptions

_LOG: Final = logging.getLogger(__name__)
_KIND: Final = TranscriberKind.TRANSFORMERS
_NEEDED: Final = ("torch", "transformers")
NOT_INSTALLED: Final = (
    "the engines extra is not installed; run `make install` without SLIM=1, or set "
    "TRANSCRIBER=faster-whisper"
)

LoadedModel: TypeAlias = Any
"""A TransformersWhisper, whose import takes seconds."""


@final
class TransformersTranscriber(Transcriber, LoadableEngine):
    """Packs speech into windows and decodes them in batches, on threads that all recordings
    share."""

    def __init__(
        self,
        *,
        catalog: ModelCatalog,
        models: ModelCache,
        layout: WhisperLayout,
        workers: SharedWorkers,
        default_model: str,
    ) -> None:
        self._catalog = catalog
        self._models = models
        self._layout = layout
        self._workers = workers
        self._default_model = default_model

    def describe(self) -> EngineDescription:
        return EngineDescription(
            name=_KIND.value,
            model=self._default_model,
            device=self._layout.device,
            compute_type=torch_type_for(self._layout.device, self._layout.compute_type),
            problem=self._problem(),
            warnings=(self._layout.warning,) if self._layout.warning else (),
        )

    def load(self, model: str | None = None) -> None:
        with self._lease(model or self._default_model):
            pass

    def transcribe(
        self,
        waveform: Waveform,
        speech: Sequence[TimeSpan],
        options: TranscriptionOptions,
        report: ReportFraction,
    ) -> Transcription:
        packs = list(pack(speech, longest=options.decoding.chunk_size))
        if not packs:
            return nothing_said(options)
        with self._lease(options.model) as model:
            search = model.search_for(options)
            language, probability = self._language(model, waveform, packs, search, options)
            segments = self._workers.hear(
                packs,
                options.decoding.batch_size or self._layout.batch_size,
                lambda batch: model.hear(waveform, batch, language, search),
                report,
            )
        return Transcription(
            language=language,
            language_probability=probability,
            segments=tuple(segments),
            warnings=(*options_lacked(_KIND, options), *search.warnings),
        )

    def _problem(self) -> str | None:
        if not _is_installed():
            return NOT_INSTALLED
        return device_problem(self._layout.device) or self._catalog.problem(
            self._default_model, ModelPurpose.TRANSCRIBE_TORCH
        )

    def _lease(self, name: str) -> AbstractContextManager[LoadedModel]:
        return self._models.lease(
            self._key(name), lambda: self._loaded(name), device=self._layout.device
        )

    def _key(self, name: str) -> str:
        place = "" if self._layout.device == "cpu" else f" on {self._layout.device}"
        return f"whisper {name} in torch{place}"

    def _loaded(self, name: str) -> LoadedModel:
        if not _is_installed():
            raise EngineUnavailableError(f"Transcribing with transformers: {NOT_INSTALLED}.")
        folder = self._catalog.locate(name, ModelPurpose.TRANSCRIBE_TORCH)
        layout = self._layout
        kind = torch_type_for(layout.device, layout.compute_type)
        _LOG.info("loading %s in torch (%s)", name, kind)
        silence_transformers()
        from adapters.outbound.engines.transformers_whisper import (  # noqa: PLC0415 - takes seconds
            TransformersWhisper,
        )

        try:
            return TransformersWhisper.load(folder, layout.device, kind, layout.threads)
        except Exception as error:  # torch, transformers, safetensors and tokenizers have their own
            if problem := device_problem(layout.device):
                raise EngineUnavailableError(problem) from error
            _LOG.exception("%s cannot be loaded", name)
            raise ModelUnavailableError(
                f"The model {name} cannot be loaded on {layout.device} as {kind}."
            ) from error

    def _language(
        self,
        model: LoadedModel,
        waveform: Waveform,
        packs: Sequence[SpeechPack],
        search: Any,  # noqa: ANN401 - the model's own
        options: TranscriptionOptions,
    ) -> tuple[Language, float]:
        if options.language is not None:
            return options.language, 1.0
        wanted = options.language_search
        windows = spread_out(packs, wanted)
        guess: tuple[Language, float] = self._workers.do(
            lambda: model.language_of(waveform, windows, search, wanted.min_probability)
        )
        return guess


def _is_installed() -> bool:
    return all(find_spec(package) for package in _NEEDED)
