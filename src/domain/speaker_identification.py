"""Which of the voices in a recording are those of people who are known by name."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.enrolled_speaker import SpeakerName
from domain.known_voices import KnownVoice
from domain.speaker import SpeakerLabel
from domain.voice_print import SpeakerVoice

SAME_VOICE: Final = 0.60
"""The similarity from which on two voices are taken for one. CAM++ on 57 utterances of 7 readers,
cut to 3 s: of pairs of one reader 1 % lie below, of pairs of two 0.2 % above it; of 53 utterances
all are recognised among voices with three samples each, and no stranger is
(`python -m bench accuracy --only enrolment`)."""
SURER: Final = 0.15
"""How much more similar two labels have to be to be taken for one person. Labels of one recording
share its microphone: two people on a telephone were up to 0.68 alike, and one of them 0.76 or more
to themselves in pieces of 2.7 s and longer."""


@dataclass(frozen=True, slots=True)
class Identified:
    label: SpeakerLabel
    name: SpeakerName
    similarity: float
    """-1..1, and at least the threshold."""


def identified(
    voices: Sequence[SpeakerVoice], known: Sequence[KnownVoice], threshold: float
) -> Mapping[SpeakerLabel, Identified]:
    """The names of those who are known, the surest first.

    Nobody is in a recording twice, so a name goes to one label: the most similar. Another label
    gets the same name only if the two labels are surely one voice (SURER), since then it is one
    person whom the diarizer took for two. Whoever misses the name they are most similar to
    may get the next one that is above the threshold.
    """
    heard = {voice.label: voice for voice in voices}
    found: dict[SpeakerLabel, Identified] = {}
    for match in _matches(voices, known, threshold):
        namesakes = [heard[each.label] for each in found.values() if each.name == match.name]
        is_one_person = all(
            heard[match.label].print.similarity(other.print) >= threshold + SURER
            for other in namesakes
        )
        if match.label not in found and is_one_person:
            found[match.label] = match
    return found


def _matches(
    voices: Sequence[SpeakerVoice], known: Sequence[KnownVoice], threshold: float
) -> Iterable[Identified]:
    each = (
        Identified(voice.label, someone.name, someone.similarity(voice.print))
        for voice in voices
        for someone in known
    )
    likely = [match for match in each if match.similarity >= threshold]
    return sorted(likely, key=lambda match: (-match.similarity, match.label, match.name))
