"""For each kind of work the engines that can do it, and which of them the settings make the usual
one. A second engine is one line here and one in the kinds of its work."""

from concurrent.futures import Executor

from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.whisper_layout import WhisperLayout
from application.engine_table import EngineTable
from application.ports.engines.aligner import Aligner
from application.ports.engines.diarizer import Diarizer
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.engines.transcriber import Transcriber
from application.ports.model_catalog import ModelCatalog
from domain.engine_kinds import AlignerKind, DiarizerKind, SpeechDetectorKind, TranscriberKind
from infrastructure import engines
from infrastructure.settings import Settings


def speech_detectors(settings: Settings) -> EngineTable[SpeechDetectorKind, SpeechDetector]:
    return EngineTable(
        default=settings.speech_detector,
        engines={SpeechDetectorKind.SILERO: engines.silero_detector()},
    )


def transcribers(
    settings: Settings,
    catalog: ModelCatalog,
    models: ModelCache,
    layout: WhisperLayout,
    workers: Executor,
) -> EngineTable[TranscriberKind, Transcriber]:
    return EngineTable(
        default=settings.transcriber,
        engines={
            TranscriberKind.FASTER_WHISPER: engines.faster_whisper_transcriber(
                catalog, models, layout, workers
            )
        },
    )


def aligners(settings: Settings) -> EngineTable[AlignerKind, Aligner]:
    by_attention = engines.cross_attention_aligner()
    return EngineTable(
        default=settings.aligner,
        engines={AlignerKind.AUTO: by_attention, AlignerKind.WHISPER: by_attention},
    )


def diarizers(
    settings: Settings, catalog: ModelCatalog, models: ModelCache
) -> EngineTable[DiarizerKind, Diarizer]:
    return EngineTable(
        default=settings.diarizer,
        engines={
            DiarizerKind.AUTO: engines.diarizer_with_fallback(catalog, models, settings),
            DiarizerKind.PYANNOTE: engines.pyannote_diarizer(catalog, models, settings),
            DiarizerKind.NONE: engines.no_diarizer(),
        },
    )
