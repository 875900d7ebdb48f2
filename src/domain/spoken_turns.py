"""What was said in each turn."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.speaker import SpeakerLabel, SpeakerTurn
from domain.speaker_assignment import TurnFinder, assign_speakers
from domain.transcript import Segment


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    speaker: SpeakerLabel
    start: float
    """Seconds."""
    end: float
    text: str
    """Empty where no word was heard, or where nobody listened for any."""


def spoken_turns(
    heard: Sequence[SpeakerTurn],
    held: Sequence[SpeakerTurn],
    segments: Sequence[Segment],
) -> list[SpokenTurn]:
    """`heard` are the turns to be told, in order of time: those of different speakers may overlap.
    `held` are those of who had the floor. A word is said by whoever held it, in the turn of theirs
    that covers most of it, or is nearest."""
    texts = defaultdict(list)
    for turn, word in _said(heard, assign_speakers(segments, held)):
        texts[turn].append(word)
    return [
        SpokenTurn(turn.speaker, turn.span.start, turn.span.end, "".join(texts[turn]).strip())
        for turn in heard
    ]


def _said(
    heard: Sequence[SpeakerTurn], segments: Iterable[Segment]
) -> Iterable[tuple[SpeakerTurn, str]]:
    everybody = {turn.speaker for turn in heard}
    finders = {
        speaker: TurnFinder([turn for turn in heard if turn.speaker == speaker])
        for speaker in everybody
    }
    for segment in segments:
        for word in segment.words:
            finder = finders.get(word.speaker) if word.speaker else None
            if finder is not None:
                yield finder.turn_of(word), word.text
