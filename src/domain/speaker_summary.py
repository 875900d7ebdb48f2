"""Who speaks in a transcript, and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.speaker import SpeakerLabel
from domain.transcript import Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerShare:
    speaker: SpeakerLabel
    """As the text calls them."""
    name: str
    """As people would: by name, or by a number."""
    seconds: float
    similarity: float | None
    """How much they sound like whoever has that name; None for those who were not recognised."""


def speaker_summary(transcript: Transcript) -> Sequence[SpeakerShare]:
    """In the order in which they first speak."""
    similarity: dict[str, float] = {
        each.name: each.similarity for each in reversed(transcript.identified)
    }
    return [
        SpeakerShare(
            speaker=speaker,
            name=_name(speaker),
            seconds=_seconds_of(speaker, transcript),
            similarity=similarity.get(speaker),
        )
        for speaker in transcript.speakers
    ]


def _seconds_of(speaker: SpeakerLabel, transcript: Transcript) -> float:
    return sum(s.span.duration for s in transcript.segments if s.speaker == speaker)


def _name(speaker: str) -> str:
    number = speaker.removeprefix("SPEAKER_")
    return f"Speaker {int(number)}" if number.isdecimal() else speaker
