"""Which turns are too short to be told, and which pauses too short to end one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from domain.errors import InvalidOptionError
from domain.speaker import SpeakerLabel, SpeakerTurn
from domain.time_span import TimeSpan

LONGEST: Final = 60.0
"""Seconds. Whoever is silent for a minute has ended their turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnLengths:
    """In seconds. 0 leaves the turns as the diarizer told them."""

    min_on: float = 0.0
    """A turn that is shorter is left out."""
    min_off: float = 0.0
    """A pause of one speaker that is shorter does not end the turn, whoever speaks meanwhile."""

    def __post_init__(self) -> None:
        for name, seconds in (("on", self.min_on), ("off", self.min_off)):
            if not 0 <= seconds <= LONGEST:
                raise InvalidOptionError(
                    f"min_duration_{name} must be between 0 and {LONGEST:g} seconds"
                )

    def applied(self, turns: Iterable[SpeakerTurn]) -> Sequence[SpeakerTurn]:
        """In order of time. Pauses are closed first, as pyannote does it, so that what is left out
        is what stays short."""
        by_speaker: defaultdict[SpeakerLabel, list[TimeSpan]] = defaultdict(list)
        for turn in sorted(turns, key=lambda turn: turn.span.start):
            _join(by_speaker[turn.speaker], turn.span, self.min_off)
        told = (
            SpeakerTurn(speaker, span)
            for speaker, spans in by_speaker.items()
            for span in spans
            if span.duration >= self.min_on
        )
        return sorted(told, key=lambda turn: (turn.span.start, turn.span.end, turn.speaker))


def _join(spans: list[TimeSpan], span: TimeSpan, min_off: float) -> None:
    if spans and span.start - spans[-1].end < min_off:
        last = spans.pop()
        spans.append(TimeSpan(last.start, max(last.end, span.end)))
    else:
        spans.append(span)
