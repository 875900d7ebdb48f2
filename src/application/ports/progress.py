"""How work under way tells how far it has come, and what it has heard."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from domain.transcript import Segment, Transcription
from domain.transcription_job import Stage

ReportFraction: TypeAlias = Callable[[float], None]
"""Called with 0..1, from any thread. It may raise, and then the work stops with what it raised."""

ReportStage: TypeAlias = Callable[[Stage, float], None]
"""The same, naming the stage."""

ReportHeard: TypeAlias = Callable[[Transcription], None]
"""Called by a transcriber, from any thread but one at a time, with each part of what it is going to
answer as soon as that is certain: the language, and segments that follow those of the last part."""

ReportSegments: TypeAlias = Callable[[Sequence[Segment]], None]
"""The same once nothing in it is invented: what the result of the stage will hold, word for word,
in order of time, and never taken back."""

NoteHeard: TypeAlias = Callable[[Mapping[int, Segment]], None]
"""Called with segments by their numbers in all that was heard of a job, in whichever attempt."""


class NoLongerWantedError(Exception):
    """What a report raises to stop the work: nobody wants it any more. It is no failure."""


def ignore_fraction(_fraction: float) -> None:
    """For whoever does not care how far the work has come."""


def ignore_heard(_part: Transcription) -> None:
    """For whoever waits until everything is heard."""


def ignore_segments(_segments: Sequence[Segment]) -> None:
    """The same."""


def ignore_numbered(_heard: Mapping[int, Segment]) -> None:
    """The same."""
