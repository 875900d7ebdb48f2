"""For each kind of work the engines that can do it, and which of them the settings make the usual
one. A second engine is one line here and one in the kinds of its work."""

from functools import partial

from adapters.outbound.engines.model_cache import ModelCache
from application.engine_table import EngineTable
from application.ports.engines.aligner import Aligner
from application.ports.engines.diarizer import Diarizer
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.engines.transcriber import Transcriber
from application.ports.model_catalog import ModelCatalog
from domain.engine_kinds import AlignerKind, DiarizerKind, SpeechDetectorKind, TranscriberKind
from infrastructure import engines
from infrastructure.settings import Settings
from infrastructure.spread import Spread


def speech_detectors(
    settings: Settings, catalog: ModelCatalog, models: ModelCache
) -> EngineTable[SpeechDetectorKind, SpeechDetector]:
    return EngineTable(
        default=settings.speech_detector,
        engines={
            SpeechDetectorKind.SILERO: engines.silero_detector(),
            SpeechDetectorKind.PYANNOTE: engines.pyannote_detector(catalog, models, settings),
            SpeechDetectorKind.NONE: engines.no_detector(),
        },
    )


def transcribers(
    settings: Settings, catalog: ModelCatalog, models: ModelCache, spread: Spread
) -> EngineTable[TranscriberKind, Transcriber]:
    return EngineTable(
        default=settings.transcriber,
        engines={
            TranscriberKind.FASTER_WHISPER: spread.over(
                partial(engines.faster_whisper_transcriber, catalog, models)
            ),
            TranscriberKind.TRANSFORMERS: spread.over(
                partial(engines.transformers_transcriber, catalog, models, settings=settings)
            ),
            TranscriberKind.WHISPERX: spread.over(
                partial(engines.whisperx_transcriber, catalog, models)
            ),
        },
    )


def aligners(
    settings: Settings, catalog: ModelCatalog, models: ModelCache
) -> EngineTable[AlignerKind, Aligner]:
    by_whisperx = engines.whisperx_aligner(catalog, models, settings)
    return EngineTable(
        default=settings.aligner,
        engines={
            AlignerKind.AUTO: engines.auto_aligner(catalog, models, by_whisperx),
            AlignerKind.WHISPER: engines.kept_times_aligner(AlignerKind.WHISPER),
            AlignerKind.WHISPERX: by_whisperx,
            AlignerKind.NONE: engines.kept_times_aligner(AlignerKind.NONE),
        },
    )


def diarizers(
    settings: Settings, catalog: ModelCatalog, models: ModelCache
) -> EngineTable[DiarizerKind, Diarizer]:
    return EngineTable(
        default=settings.diarizer,
        engines={
            DiarizerKind.AUTO: engines.diarizer_with_fallback(catalog, models, settings),
            DiarizerKind.PYANNOTE: engines.pyannote_diarizer(catalog, models, settings),
            DiarizerKind.EMBEDDED: engines.embedded_diarizer(catalog, models, settings),
            DiarizerKind.NONE: engines.no_diarizer(),
        },
    )
