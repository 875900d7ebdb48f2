"""Making the engines. Each is imported when it is made, so that serving HTTP loads no model
library."""

from concurrent.futures import Executor
from dataclasses import replace
from typing import Final

from adapters.outbound.engines.devices import detect_device
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.shared_workers import SharedWorkers
from adapters.outbound.engines.whisper_layout import WhisperLayout
from adapters.outbound.engines.whisper_transcriber import WhisperLibrary, WhisperTranscriber
from application.ports.engines.aligner import Aligner
from application.ports.engines.diarizer import Diarizer
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.engines.transcriber import Transcriber
from application.ports.engines.voice_encoder import VoiceEncoder
from application.ports.model_catalog import ModelCatalog
from domain.engine_kinds import AlignerKind
from infrastructure.cores import available_cores
from infrastructure.devices import diarization_device
from infrastructure.errand_threads import ErrandThreads
from infrastructure.jobs import jobs_at_once
from infrastructure.settings import Settings

_DEFAULT_ON_GPU: Final = "large-v3-turbo"
_DEFAULT_ON_CPU: Final = "base"
_EMBEDDED: Final = "embedded"
_MOST_ALIGN_THREADS: Final = 4
"""A thread takes 70 MB while it listens, and finds words 150 times as fast as they are said."""
_COMMUNITY: Final = "pyannote/speaker-diarization-community-1"


def default_whisper_model(settings: Settings) -> str:
    if settings.whisper_model != "auto":
        return settings.whisper_model
    on_gpu = detect_device(settings.device).startswith("cuda")
    return _DEFAULT_ON_GPU if on_gpu else _DEFAULT_ON_CPU


def largest_upload(settings: Settings) -> int:
    """In bytes."""
    return settings.max_file_size_mb * 1_000_000


def stage_threads(settings: Settings) -> Executor:
    """Two for each job: transcription and diarization overlap."""
    return ErrandThreads(2 * jobs_at_once(settings), thread_name_prefix="stage")


def silero_detector() -> SpeechDetector:
    from adapters.outbound.engines.silero_detector import SileroSpeechDetector

    return SileroSpeechDetector()


def pyannote_detector(
    catalog: ModelCatalog, models: ModelCache, settings: Settings
) -> SpeechDetector:
    from adapters.outbound.engines.pyannote_detector import PyannoteSpeechDetector

    return PyannoteSpeechDetector(
        catalog=catalog, models=models, device=diarization_device(settings)
    )


def no_detector() -> SpeechDetector:
    from adapters.outbound.engines.no_detector import NoSpeechDetector

    return NoSpeechDetector()


def faster_whisper_transcriber(
    catalog: ModelCatalog, models: ModelCache, layout: WhisperLayout, workers: Executor
) -> Transcriber:
    from adapters.outbound.engines.faster_whisper_transcriber import FASTER_WHISPER

    return _whisper_transcriber(FASTER_WHISPER, catalog, models, layout, workers)


def transformers_transcriber(
    catalog: ModelCatalog,
    models: ModelCache,
    layout: WhisperLayout,
    workers: Executor,
    settings: Settings,
) -> Transcriber:
    from adapters.outbound.engines.transformers_transcriber import TRANSFORMERS

    # Unlike CTranslate2, torch knows the GPUs of Apple.
    device = detect_device(settings.device)
    own = replace(layout, device=device) if device == "mps" else layout
    return _whisper_transcriber(TRANSFORMERS, catalog, models, own, workers)


def whisperx_transcriber(
    catalog: ModelCatalog, models: ModelCache, layout: WhisperLayout, workers: Executor
) -> Transcriber:
    from adapters.outbound.engines.whisperx_transcriber import WHISPERX

    return _whisper_transcriber(WHISPERX, catalog, models, layout, workers)


def _whisper_transcriber(
    library: WhisperLibrary,
    catalog: ModelCatalog,
    models: ModelCache,
    layout: WhisperLayout,
    workers: Executor,
) -> Transcriber:
    return WhisperTranscriber(
        library,
        catalog=catalog,
        models=models,
        layout=layout,
        workers=SharedWorkers(workers, layout.workers),
        default_model=catalog.canonical_name(None),
    )


def kept_times_aligner(name: AlignerKind) -> Aligner:
    from adapters.outbound.engines.kept_times_aligner import KeptTimesAligner

    return KeptTimesAligner(name)


def whisperx_aligner(catalog: ModelCatalog, models: ModelCache, settings: Settings) -> Aligner:
    from adapters.outbound.engines.alignment.whisperx_aligner import WhisperxAligner

    return WhisperxAligner(
        catalog=catalog,
        models=models,
        device=detect_device(settings.device),
        second=kept_times_aligner(AlignerKind.WHISPER),
    )


def auto_aligner(catalog: ModelCatalog, models: ModelCache, by_whisperx: Aligner) -> Aligner:
    from adapters.outbound.engines.alignment.auto_aligner import AutoAligner
    from adapters.outbound.engines.alignment.side_by_side import SideBySide

    count = min(available_cores(), _MOST_ALIGN_THREADS)
    return AutoAligner(
        catalog=catalog,
        models=models,
        by_attention=kept_times_aligner(AlignerKind.WHISPER),
        by_whisperx=by_whisperx,
        on_each=SideBySide(ErrandThreads(count, thread_name_prefix="align"), count),
    )


def pyannote_diarizer(catalog: ModelCatalog, models: ModelCache, settings: Settings) -> Diarizer:
    """The named pipeline, or the one that suits the token; `embedded` is no pipeline of theirs."""
    from adapters.outbound.engines.pyannote_diarizer import PyannoteDiarizer

    name = settings.pyannote_model or _suited_to_token(settings)
    if name == _EMBEDDED:
        return embedded_diarizer(catalog, models, settings)
    return PyannoteDiarizer(
        catalog=catalog, models=models, model_name=name, device=diarization_device(settings)
    )


def embedded_diarizer(catalog: ModelCatalog, models: ModelCache, settings: Settings) -> Diarizer:
    from adapters.outbound.engines.diarization.rules import RULES
    from adapters.outbound.engines.embedded_diarizer import EmbeddedDiarizer

    return EmbeddedDiarizer(
        catalog=catalog,
        models=models,
        device=diarization_device(settings),
        rules=replace(RULES, same_person=settings.diarization_threshold),
    )


def diarizer_with_fallback(
    catalog: ModelCatalog, models: ModelCache, settings: Settings
) -> Diarizer:
    from adapters.outbound.engines.fallback_diarizer import FallbackDiarizer

    first = pyannote_diarizer(catalog, models, settings)
    if first.describe().model == _EMBEDDED:
        return first
    return FallbackDiarizer(first, embedded_diarizer(catalog, models, settings))


def voice_encoder(catalog: ModelCatalog, models: ModelCache) -> VoiceEncoder:
    from adapters.outbound.engines.campplus_encoder import CampplusEncoder

    return CampplusEncoder(catalog=catalog, models=models)


def voice_threads() -> Executor:
    """Of their own, so that samples are heard while jobs have all the others."""
    return ErrandThreads(2, thread_name_prefix="voice")


def no_diarizer() -> Diarizer:
    from adapters.outbound.engines.no_diarizer import NoDiarizer

    return NoDiarizer()


def _suited_to_token(settings: Settings) -> str:
    return _COMMUNITY if settings.hf_token else _EMBEDDED
