"""Tables of engines in which every kind is one and the same."""

from enum import StrEnum
from typing import TypeVar

from application.engine_table import EngineTable
from application.ports.engines.aligner import Aligner
from application.ports.engines.description import Engine
from application.ports.engines.diarizer import Diarizer
from application.ports.engines.speech_detector import SpeechDetector
from application.ports.engines.transcriber import Transcriber
from domain.engine_kinds import AlignerKind, DiarizerKind, SpeechDetectorKind, TranscriberKind

K = TypeVar("K", bound=StrEnum)
E = TypeVar("E", bound=Engine)


def any_detector(
    detector: SpeechDetector,
) -> EngineTable[SpeechDetectorKind, SpeechDetector]:
    return _always(SpeechDetectorKind, detector)


def any_transcriber(transcriber: Transcriber) -> EngineTable[TranscriberKind, Transcriber]:
    return _always(TranscriberKind, transcriber)


def any_aligner(aligner: Aligner) -> EngineTable[AlignerKind, Aligner]:
    return _always(AlignerKind, aligner)


def any_diarizer(diarizer: Diarizer) -> EngineTable[DiarizerKind, Diarizer]:
    return _always(DiarizerKind, diarizer)


def _always(kinds: type[K], engine: E) -> EngineTable[K, E]:
    return EngineTable(default=next(iter(kinds)), engines=dict.fromkeys(kinds, engine))
