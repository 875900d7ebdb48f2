"""Whisper in CTranslate2, by way of faster-whisper."""

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from importlib.util import find_spec
from itertools import islice
from typing import Final, TypeVar, final

from adapters.outbound.engines.devices import device_problem
from adapters.outbound.engines.faster_whisper_model import LoadedWhisper
from adapters.outbound.engines.freed_memory import give_back_freed_memory
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.whisper_layout import WhisperLayout
from application.ports.engines.description import EngineDescription
from application.ports.engines.transcriber import Transcriber
from application.ports.model_catalog import ModelCatalog, ModelPurpose
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.languages import Language
from domain.speech import SpeechPack, pack
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcription
from domain.transcription_options import TranscriptionOptions

_LOG: Final = logging.getLogger(__name__)
_WINDOW: Final = 30.0
"""Seconds that Whisper hears at once."""

T = TypeVar("T")


@final
class FasterWhisperTranscriber(Transcriber):
    """Packs speech into windows of 30 s and decodes them on `workers` threads shared by all
    recordings, in turn: a short recording does not wait for a long one."""

    def __init__(
        self,
        *,
        catalog: ModelCatalog,
        models: ModelCache,
        layout: WhisperLayout,
        workers: Executor,
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
        packs = list(pack(speech, longest=_WINDOW))
        if not packs:
            return _nothing_said(options)
        name = options.model
        with self._models.lease(f"whisper {name}", lambda: self._load(name)) as model:
            language, probability = self._language(model, waveform, packs[0], options)
            batches = list(_batched(packs, self._layout.batch_size))
            segments: list[Segment] = []
            pieces = (
                self._workers.submit(model.hear, waveform, batch, language, options)
                for batch in batches
            )
            for done, heard in enumerate(_in_turn(pieces, self._layout.workers), start=1):
                segments.extend(heard)
                give_back_freed_memory()
                report(done / len(batches))
        return Transcription(
            language=language, language_probability=probability, segments=tuple(segments)
        )

    def _load(self, name: str) -> LoadedWhisper:
        folder = self._catalog.locate(name, ModelPurpose.TRANSCRIBE)
        _LOG.info("loading %s (%s)", name, self._layout.compute_type)
        return LoadedWhisper.load(folder, name, self._layout)

    def _language(
        self,
        model: LoadedWhisper,
        waveform: Waveform,
        first: SpeechPack,
        options: TranscriptionOptions,
    ) -> tuple[Language, float]:
        if options.language is not None:
            return options.language, 1.0
        return self._workers.submit(model.language_of, waveform, first, options).result()


def _nothing_said(options: TranscriptionOptions) -> Transcription:
    language = options.language or Language("en")
    probability = 1.0 if options.language else 0.0
    return Transcription(language=language, language_probability=probability, segments=())


def _batched(packs: Sequence[SpeechPack], size: int) -> Iterator[list[SpeechPack]]:
    iterator = iter(packs)
    while batch := list(islice(iterator, size)):
        yield batch


def _in_turn(pieces: Iterator[Future[T]], at_once: int) -> Iterator[T]:
    """Results in order, with only `at_once` pieces handed in, so that others get their turn."""
    waiting = deque(islice(pieces, at_once))
    try:
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(islice(pieces, 1))
            yield result
    finally:
        for piece in waiting:
            piece.cancel()
