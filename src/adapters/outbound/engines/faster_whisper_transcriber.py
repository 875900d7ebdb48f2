"""Whisper in CTranslate2, by way of faster-whisper."""

import logging
from collections.abc import Sequence
from contextlib import AbstractContextManager
from importlib.util import find_spec
from typing import Final, final

from adapters.outbound.engines.audible import audible
from adapters.outbound.engines.devices import device_problem
from adapters.outbound.engines.faster_whisper_model import LoadedWhisper
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.nothing_said import nothing_said
from adapters.outbound.engines.shared_workers import SharedWorkers
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_search import WhisperSearch
from application.ports.engines.description import EngineDescription
from application.ports.engines.loadable import LoadableEngine
from application.ports.engines.transcriber import Transcriber
from application.ports.model_catalog import ModelCatalog, ModelPurpose
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.language_search import spread_out
from domain.languages import Language
from domain.speech import SpeechPack, pack
from domain.time_span import TimeSpan
from domain.transcript import Transcription
from domain.transcription_options import TranscriptionOptions

_LOG: Final = logging.getLogger(__name__)


@final
class FasterWhisperTranscriber(Transcriber, LoadableEngine):
    """Packs speech into windows of 30 s and decodes them on `workers` threads shared by all
    recordings, in turn: a short recording does not wait for a long one."""

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
            name="faster-whisper",
            model=self._default_model,
            device=self._layout.device,
            compute_type=self._layout.compute_type,
            warnings=(self._layout.warning,) if self._layout.warning else (),
            problem=self._problem(),
        )

    def _problem(self) -> str | None:
        if not find_spec("faster_whisper"):
            return "the faster-whisper package is not installed; run `make install`"
        return device_problem(self._layout.device) or self._catalog.problem(
            self._default_model, ModelPurpose.TRANSCRIBE
        )

    def transcribe(
        self,
        waveform: Waveform,
        speech: Sequence[TimeSpan],
        options: TranscriptionOptions,
        report: ReportFraction,
    ) -> Transcription:
        wanted = options.decoding
        packs = list(pack(audible(waveform, speech), longest=wanted.chunk_size))
        if not packs:
            return nothing_said(options)
        name = options.model
        with self._lease(name) as model:
            search = model.search_for(options)
            language, probability = self._language(model, waveform, packs, search, options)
            segments = self._workers.hear(
                packs,
                wanted.batch_size or self._layout.batch_size,
                lambda batch: model.hear(waveform, batch, language, search),
                report,
            )
        return Transcription(
            language=language,
            language_probability=probability,
            segments=tuple(segments),
            warnings=search.warnings,
        )

    def load(self, model: str | None = None) -> None:
        with self._lease(model or self._default_model):
            pass

    def _lease(self, name: str) -> AbstractContextManager[LoadedWhisper]:
        return self._models.lease(
            f"whisper {name}", lambda: self._load(name), device=self._layout.device
        )

    def _load(self, name: str) -> LoadedWhisper:
        folder = self._catalog.locate(name, ModelPurpose.TRANSCRIBE)
        _LOG.info("loading %s (%s)", name, self._layout.compute_type)
        return LoadedWhisper.load(folder, name, self._layout)

    def _language(
        self,
        model: LoadedWhisper,
        waveform: Waveform,
        packs: Sequence[SpeechPack],
        search: WhisperSearch,
        options: TranscriptionOptions,
    ) -> tuple[Language, float]:
        if options.language is not None:
            return options.language, 1.0
        wanted = options.language_search
        windows = spread_out(packs, wanted)
        return self._workers.do(
            lambda: model.language_of(waveform, windows, search, wanted.min_probability)
        )
