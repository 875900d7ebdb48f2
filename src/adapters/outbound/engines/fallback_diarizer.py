"""A diarizer with another one behind it, for when the first cannot be had."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic as monotonic_seconds
from typing import Final, final

from application.errors import (
    ApplicationError,
    CorruptWeightsError,
    EngineUnavailableError,
    ModelUnavailableError,
    TranscriptionFailedError,
)
from application.ports.engines.description import EngineDescription
from application.ports.engines.diarizer import Diarizer
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.speaker import SpeakerCount
from domain.transcript import Diarization

_LOG: Final = logging.getLogger(__name__)

REST: Final = 300.0
"""Seconds. Not every job shall wait for a hub that does not answer, or that refuses; but whoever
has just accepted the conditions of a model, or had its files replaced, need not restart a server
for it."""

_CANNOT_BE_HAD: Final = (ModelUnavailableError, CorruptWeightsError, EngineUnavailableError)


@dataclass(frozen=True, slots=True)
class _Rest:
    """No exception is kept: its traceback would keep the recording in memory, too."""

    until: float
    warning: str


@final
class FallbackDiarizer(Diarizer):
    """The second one runs where the first fails, and its answer carries a warning that says why,
    and what to do. That goes for damaged weights, too: speakers told apart by another model are
    worth more than none.

    A first one that cannot be had, unlike one that failed on a recording, is left alone for some
    minutes.
    """

    def __init__(
        self,
        first: Diarizer,
        second: Diarizer,
        monotonic: Callable[[], float] = monotonic_seconds,
    ) -> None:
        self._first = first
        self._second = second
        self._monotonic = monotonic
        self._rest: _Rest | None = None

    def describe(self) -> EngineDescription:
        first = self._first.describe()
        can_run = first.can_run and self._warning_at_rest() is None
        return first if can_run else self._second.describe()

    def diarize(
        self, waveform: Waveform, speakers: SpeakerCount, report: ReportFraction
    ) -> Diarization:
        warning = self._warning_at_rest()
        if warning is None:
            try:
                return self._first.diarize(waveform, speakers, report)
            except (*_CANNOT_BE_HAD, TranscriptionFailedError) as error:
                warning = self._warning_of(error)
        told_apart = self._second.diarize(waveform, speakers, report)
        return replace(told_apart, warnings=(warning, *told_apart.warnings))

    def _warning_at_rest(self) -> str | None:
        rest = self._rest
        return rest.warning if rest and self._monotonic() < rest.until else None

    def _warning_of(self, error: ApplicationError) -> str:
        used, wanted = self._second.describe().model, self._first.describe().model
        swapped = f"Speakers were told apart with {used} instead of {wanted}:"
        warning = f"{swapped} {error} {_advice(error, wanted)}"
        _LOG.warning(warning)
        if isinstance(error, _CANNOT_BE_HAD):
            self._rest = _Rest(self._monotonic() + REST, warning)
        return warning


def _advice(error: ApplicationError, model: str | None) -> str:
    if isinstance(error, CorruptWeightsError):
        # Without a name it would mend what requests without options use, which this may not be.
        return f"Run `hexavox models fetch {model}`, which replaces files that are damaged."
    return error.advice
