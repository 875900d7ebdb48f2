"""Hearing which language is spoken, without what is said in it."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from application.ports.engines.description import Engine
from application.waveform import Waveform
from domain.languages import Language
from domain.time_span import TimeSpan
from domain.transcription_options import TranscriptionOptions


@runtime_checkable
class LanguageListener(Protocol):
    """A transcriber that can tell the language alone."""

    @abstractmethod
    def language_in(
        self, waveform: Waveform, speech: Sequence[TimeSpan], options: TranscriptionOptions
    ) -> tuple[Language, float] | None:
        """The language, and how likely it is, 0..1; None where nothing can be heard.

        Computes as much as a piece of a recording does, and waits for no more than such pieces:
        never for the end of a recording. Call it from a thread.
        Raises ModelUnavailableError, EngineUnavailableError, DeviceMemoryError.
        """


def listener_of(engine: Engine) -> LanguageListener | None:
    """None for an engine that tells languages only by transcribing."""
    return engine if isinstance(engine, LanguageListener) else None
