"""Hearing with a Whisper model, whichever library computes it."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol, TypeAlias, final

from adapters.outbound.engines.audible import audible
from adapters.outbound.engines.devices import device_problem
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.needed_packages import NeededPackages
from adapters.outbound.engines.nothing_said import nothing_said
from adapters.outbound.engines.options_lacked import options_lacked
from adapters.outbound.engines.shared_workers import SharedWorkers
from adapters.outbound.engines.still_wanted import StillWanted
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_search import WhisperSearch
from application.ports.engines.description import EngineDescription
from application.ports.engines.language_listener import LanguageListener
from application.ports.engines.loadable import LoadableEngine
from application.ports.engines.transcriber import Transcriber
from application.ports.model_catalog import ModelCatalog, ModelPurpose
from application.ports.progress import ReportFraction, ReportHeard, ignore_heard
from application.waveform import Waveform
from domain.engine_kinds import TranscriberKind
from domain.language_search import spread_out
from domain.languages import Language
from domain.speech import SpeechPack, pack
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcription
from domain.transcription_options import TranscriptionOptions

_LOG: Final = logging.getLogger(__name__)
_TOO_SHORT: Final = 0.1
"""Seconds of speech in all, in which nobody says a word: a syllable takes 0.1 to 0.3 s (Greenberg,
Speaking in shorthand, 1999). Whisper makes something up, in every language that it tries."""
_ENGINES_EXTRA: Final = (
    "This engine needs the engines extra, which is not installed. Install it with `make serve` "
    "without SLIM=1, or set TRANSCRIBER=faster-whisper."
)


def out_of_extra(*packages: str) -> NeededPackages:
    return NeededPackages(packages, _ENGINES_EXTRA)


class WhisperModel(Protocol):
    """A model in memory. Safe to use from as many threads at once as its layout has workers."""

    def search_for(self, options: TranscriptionOptions) -> WhisperSearch:
        """What is asked for, in the model's own tokens, and warnings of what it cannot do."""

    def language_of(
        self,
        waveform: Waveform,
        windows: Sequence[SpeechPack],
        search: WhisperSearch,
        sure_enough: float,
    ) -> tuple[Language, float]:
        """Of the first window of which that is sure enough, else of the one that tells it best."""

    def hear(
        self,
        waveform: Waveform,
        packs: Sequence[SpeechPack],
        language: Language,
        search: WhisperSearch,
    ) -> list[Segment]:
        """What was said in the packs, in order, on the recording's time line. Raises
        TranscriptionFailedError, DeviceMemoryError."""


LoadWhisper: TypeAlias = Callable[[Path, str, WhisperLayout], WhisperModel]


def _as_laid_out(layout: WhisperLayout) -> str:
    return layout.compute_type


@dataclass(frozen=True, slots=True, kw_only=True)
class WhisperLibrary:
    """What there is to know of a library that computes Whisper."""

    kind: TranscriberKind
    needed: NeededPackages
    load: LoadWhisper
    """From a folder, the model of that name. Raises ModelUnavailableError,
    EngineUnavailableError."""
    purpose: ModelPurpose = ModelPurpose.TRANSCRIBE
    """The form of weights that it reads."""
    compute_type: Callable[[WhisperLayout], str] = _as_laid_out


@final
class WhisperTranscriber(Transcriber, LanguageListener, LoadableEngine):
    """Packs speech into windows of at most 30 s and decodes them in batches on workers that all
    recordings share, in turn: a short recording does not wait for a long one."""

    def __init__(
        self,
        library: WhisperLibrary,
        *,
        catalog: ModelCatalog,
        models: ModelCache,
        layout: WhisperLayout,
        workers: SharedWorkers,
        default_model: str,
    ) -> None:
        self._library = library
        self._catalog = catalog
        self._models = models
        self._layout = layout
        self._workers = workers
        self._default_model = default_model

    def describe(self) -> EngineDescription:
        return EngineDescription(
            name=self._library.kind.value,
            model=self._default_model,
            device=self._layout.device,
            compute_type=self._library.compute_type(self._layout),
            warnings=(self._layout.warning,) if self._layout.warning else (),
            problem=self._problem(),
        )

    def _problem(self) -> str | None:
        return (
            self._library.needed.problem
            or device_problem(self._layout.device)
            or self._catalog.problem(self._default_model, self._library.purpose)
        )

    def transcribe(
        self,
        waveform: Waveform,
        speech: Sequence[TimeSpan],
        options: TranscriptionOptions,
        report: ReportFraction,
        heard: ReportHeard = ignore_heard,
    ) -> Transcription:
        wanted = options.decoding
        packs = _packs(waveform, speech, wanted.chunk_size)
        if not packs:
            return nothing_said(options)
        reporting = StillWanted(report)
        with self._lease(options.model) as model:
            search = replace(model.search_for(options), go_on=reporting.go_on)
            language, probability = self._language(model, waveform, packs, search, options)
            segments = self._workers.hear(
                packs,
                wanted.batch_size or self._layout.batch_size,
                lambda batch: model.hear(waveform, batch, language, search),
                reporting,
                lambda batch: heard(_part(language, probability, batch)),
            )
        return Transcription(
            language=language,
            language_probability=probability,
            segments=tuple(segments),
            warnings=(*options_lacked(self._library.kind, options), *search.warnings),
        )

    def language_in(
        self, waveform: Waveform, speech: Sequence[TimeSpan], options: TranscriptionOptions
    ) -> tuple[Language, float] | None:
        packs = _packs(waveform, speech, options.decoding.chunk_size)
        if not packs:
            return None
        with self._lease(options.model) as model:
            return self._language(model, waveform, packs, model.search_for(options), options)

    def load(self, model: str | None = None) -> None:
        with self._lease(model or self._default_model):
            pass

    def _lease(self, name: str) -> AbstractContextManager[WhisperModel]:
        kind, device = self._library.kind, self._layout.device
        through = "" if kind is TranscriberKind.FASTER_WHISPER else f" in {kind}"
        return self._models.lease(
            f"whisper {name}{through}", lambda: self._loaded(name), device=device
        )

    def _loaded(self, name: str) -> WhisperModel:
        library = self._library
        library.needed.require()
        folder = self._catalog.locate(name, library.purpose)
        _LOG.info("loading %s with %s (%s)", name, library.kind, library.compute_type(self._layout))
        return library.load(folder, name, self._layout)

    def _language(
        self,
        model: WhisperModel,
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


def _packs(waveform: Waveform, speech: Sequence[TimeSpan], longest: float) -> Sequence[SpeechPack]:
    stretches = list(audible(waveform, speech))
    if sum(stretch.duration for stretch in stretches) < _TOO_SHORT:
        return ()
    return list(pack(stretches, longest=longest))


def _part(language: Language, probability: float, heard: Sequence[Segment]) -> Transcription:
    return Transcription(language=language, language_probability=probability, segments=tuple(heard))
