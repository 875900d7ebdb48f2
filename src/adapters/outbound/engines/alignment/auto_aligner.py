"""The best word times that can be had at little cost."""

import logging
from collections.abc import Callable
from time import monotonic as monotonic_seconds
from typing import Final, final

from adapters.outbound.engines.alignment.foreign_model import without_foreign_model
from adapters.outbound.engines.alignment.listening import heard_by
from adapters.outbound.engines.alignment.phoneme_model import PhonemeModel
from adapters.outbound.engines.alignment.side_by_side import OnEach, one_by_one
from adapters.outbound.engines.alignment.whisperx_aligner import NEEDED
from adapters.outbound.engines.model_cache import ModelCache
from application.errors import CorruptWeightsError, ModelUnavailableError
from application.ports.engines.aligner import Aligner
from application.ports.engines.description import EngineDescription
from application.ports.model_catalog import ModelCatalog, ModelPurpose, ModelSource
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.alignment_options import AlignmentOptions
from domain.transcript import Transcription

_LOG: Final = logging.getLogger(__name__)
_ENGLISH: Final = "en"
_KEY: Final = "align en phonemes"
REST: Final = 300.0
"""Seconds. Not every job shall wait for a package registry that does not answer."""


@final
class AutoAligner(Aligner):
    """English is heard by the embedded phonemes, without WhisperX, which takes seconds and hundreds
    of megabytes to import. A language for which somebody has put a model here is aligned with it,
    and so is whatever a caller names. Others keep the times of the transcriber's attention; nobody
    has asked for better ones, so there is no warning.
    """

    def __init__(
        self,
        *,
        catalog: ModelCatalog,
        models: ModelCache,
        by_attention: Aligner,
        by_whisperx: Aligner,
        on_each: OnEach = one_by_one,
        monotonic: Callable[[], float] = monotonic_seconds,
    ) -> None:
        self._catalog = catalog
        self._models = models
        self._by_attention = by_attention
        self._by_whisperx = by_whisperx
        self._on_each = on_each
        self._monotonic = monotonic
        self._rests_until = 0.0

    def describe(self) -> EngineDescription:
        has_phonemes = self._catalog.problem(_ENGLISH, ModelPurpose.ALIGN) is None
        return EngineDescription(
            name="auto", model=_ENGLISH if has_phonemes else None, device="cpu"
        )

    def align(
        self,
        waveform: Waveform,
        transcription: Transcription,
        options: AlignmentOptions,
        report: ReportFraction,
    ) -> Transcription:
        transcription, options = without_foreign_model(transcription, options)
        language = transcription.language.code
        source = self._catalog.source_here(language, ModelPurpose.ALIGN)
        has_folder = source is ModelSource.LOCAL_FOLDER and NEEDED.problem is None
        if options.model is not None or has_folder:
            return self._by_whisperx.align(waveform, transcription, options, report)
        if language == _ENGLISH and self._can_have_phonemes():
            with self._models.lease(_KEY, self._load) as model:
                return heard_by(model, waveform, transcription, options, report, self._on_each)
        return self._by_attention.align(waveform, transcription, options, report)

    def _can_have_phonemes(self) -> bool:
        if self._monotonic() < self._rests_until:
            return False
        try:
            with self._models.lease(_KEY, self._load):
                return True
        except (ModelUnavailableError, CorruptWeightsError) as error:
            _LOG.warning("word times come from the transcriber's attention: %s", error)
            self._rests_until = self._monotonic() + REST
            return False

    def _load(self) -> PhonemeModel:
        folder = self._catalog.locate(_ENGLISH, ModelPurpose.ALIGN)
        try:
            return PhonemeModel.load(folder)
        except Exception as error:
            _LOG.exception("the phonemes could not be loaded")
            raise ModelUnavailableError("The phonemes could not be loaded.") from error
