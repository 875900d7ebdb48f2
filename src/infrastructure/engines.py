"""Making the engines. Each is imported when it is made, so that serving HTTP loads no model
library."""

from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Final

from adapters.outbound.engines.devices import compute_type_for, detect_device, whisper_device
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.whisper_layout import WhisperLayout
from application.ports.engines.aligner import Aligner
from application.ports.engines.diarizer import Diarizer
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.engines.transcriber import Transcriber
from application.ports.model_catalog import ModelCatalog
from infrastructure.cores import available_cores
from infrastructure.jobs import jobs_at_once
from infrastructure.settings import Settings

_DEFAULT_ON_GPU: Final = "large-v3-turbo"
_DEFAULT_ON_CPU: Final = "base"
_EMBEDDED: Final = "embedded"
_COMMUNITY: Final = "pyannote/speaker-diarization-community-1"


def default_whisper_model(settings: Settings) -> str:
    if settings.whisper_model != "auto":
        return settings.whisper_model
    on_gpu = detect_device(settings.device).startswith("cuda")
    return _DEFAULT_ON_GPU if on_gpu else _DEFAULT_ON_CPU


def whisper_layout(settings: Settings) -> WhisperLayout:
    device = whisper_device(detect_device(settings.device))
    return WhisperLayout.of(
        device=device,
        compute_type=compute_type_for(device, settings.compute_type),
        cores=available_cores(),
        workers=settings.whisper_workers,
        batch_size=settings.batch_size,
    )


def whisper_workers(layout: WhisperLayout) -> Executor:
    return ThreadPoolExecutor(layout.workers, thread_name_prefix="whisper")


def largest_upload(settings: Settings) -> int:
    """In bytes."""
    return settings.max_file_size_mb * 1_000_000


def stage_threads(settings: Settings) -> Executor:
    """Two for each job: transcription and diarization overlap."""
    return ThreadPoolExecutor(2 * jobs_at_once(settings), thread_name_prefix="stage")


def silero_detector() -> SpeechDetector:
    from adapters.outbound.engines.silero_detector import SileroSpeechDetector

    return SileroSpeechDetector()


def faster_whisper_transcriber(
    catalog: ModelCatalog, models: ModelCache, layout: WhisperLayout, workers: Executor
) -> Transcriber:
    from adapters.outbound.engines.faster_whisper_transcriber import FasterWhisperTranscriber

    return FasterWhisperTranscriber(
        catalog=catalog,
        models=models,
        layout=layout,
        workers=workers,
        default_model=catalog.canonical_name(None),
    )


def cross_attention_aligner() -> Aligner:
    from adapters.outbound.engines.cross_attention_aligner import CrossAttentionAligner

    return CrossAttentionAligner()


def pyannote_diarizer(
    catalog: ModelCatalog, models: ModelCache, settings: Settings, model: str | None = None
) -> Diarizer:
    from adapters.outbound.engines.pyannote_diarizer import PyannoteDiarizer

    return PyannoteDiarizer(
        catalog=catalog,
        models=models,
        model_name=model or settings.pyannote_model or _suited_to_token(settings),
        device=detect_device(settings.device),
    )


def diarizer_with_fallback(
    catalog: ModelCatalog, models: ModelCache, settings: Settings
) -> Diarizer:
    from adapters.outbound.engines.fallback_diarizer import FallbackDiarizer

    first = pyannote_diarizer(catalog, models, settings)
    if first.describe().model == _EMBEDDED:
        return first
    return FallbackDiarizer(first, pyannote_diarizer(catalog, models, settings, _EMBEDDED))


def no_diarizer() -> Diarizer:
    from adapters.outbound.engines.no_diarizer import NoDiarizer

    return NoDiarizer()


def _suited_to_token(settings: Settings) -> str:
    return _COMMUNITY if settings.hf_token else _EMBEDDED
