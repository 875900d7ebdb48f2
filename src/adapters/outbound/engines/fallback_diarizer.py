"""A diarizer with another one behind it, for when the first cannot be had."""

import logging
from dataclasses import replace
from typing import Final, final

from application.errors import UnavailableError
from application.ports.engines.description import EngineDescription
from application.ports.engines.diarizer import Diarizer
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.speaker import SpeakerCount
from domain.transcript import Diarization

_LOG: Final = logging.getLogger(__name__)


@final
class FallbackDiarizer(Diarizer):
    """The second one runs when the first is unavailable, and its answer carries a warning."""

    def __init__(self, first: Diarizer, second: Diarizer) -> None:
        self._first = first
        self._second = second

    def describe(self) -> EngineDescription:
        first = self._first.describe()
        return first if first.can_run else self._second.describe()

    def diarize(
        self, waveform: Waveform, speakers: SpeakerCount, report: ReportFraction
    ) -> Diarization:
        try:
            return self._first.diarize(waveform, speakers, report)
        except UnavailableError as error:
            _LOG.warning("%s is used instead of %s: %s", *self._models_swapped(), error)
            told_apart = self._second.diarize(waveform, speakers, report)
            return replace(told_apart, warnings=(self._warning(error), *told_apart.warnings))

    def _warning(self, error: UnavailableError) -> str:
        used, wanted = self._models_swapped()
        return f"Speakers were told apart with {used} instead of {wanted}: {error} {error.advice}"

    def _models_swapped(self) -> tuple[str | None, str | None]:
        return self._second.describe().model, self._first.describe().model
