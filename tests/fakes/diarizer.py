"""A diarizer that answers what it was told to."""

from typing import final

from application.errors import ApplicationError
from application.ports.engines.description import EngineDescription
from application.ports.engines.diarizer import Diarizer
from application.ports.progress import ReportFraction
from application.waveform import Waveform
from domain.speaker import SpeakerCount, SpeakerLabel, SpeakerTurn
from domain.time_span import TimeSpan
from domain.transcript import Diarization


def turn(speaker: str, start: float, end: float) -> SpeakerTurn:
    return SpeakerTurn(SpeakerLabel(speaker), TimeSpan(start, end))


@final
class ScriptedDiarizer(Diarizer):
    """Gives its answer, or raises it. `asked` are the counts of speakers it was given."""

    def __init__(
        self,
        answer: Diarization | ApplicationError,
        *,
        model: str = "scripted",
        problem: str | None = None,
    ) -> None:
        self._answer = answer
        self._description = EngineDescription(name="scripted", model=model, problem=problem)
        self.asked: list[SpeakerCount] = []

    def describe(self) -> EngineDescription:
        return self._description

    def diarize(
        self, waveform: Waveform, speakers: SpeakerCount, report: ReportFraction
    ) -> Diarization:
        self.asked.append(speakers)
        if isinstance(self._answer, ApplicationError):
            raise self._answer
        report(1.0)
        return self._answer
