"""How often voices are mistaken for each other."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from domain.enrolled_speaker import SpeakerName
from domain.known_voices import KnownVoice
from domain.speaker import SpeakerLabel
from domain.speaker_identification import identified
from domain.voice_print import SpeakerVoice, VoicePrint

ENROLLED_WITH = 3
"""Utterances of each speaker."""


class Spoken(NamedTuple):
    speaker: str
    utterance: str
    print: VoicePrint


@dataclass(frozen=True, slots=True, kw_only=True)
class Trials:
    """Similarities of pairs from different utterances, each in order."""

    same: Sequence[float]
    different: Sequence[float]

    @classmethod
    def of(cls, spoken: Iterable[Spoken]) -> "Trials":
        found: Mapping[bool, list[float]] = {True: [], False: []}
        for one, other in combinations(spoken, 2):
            if one.utterance != other.utterance:
                found[one.speaker == other.speaker].append(one.print.similarity(other.print))
        return cls(same=sorted(found[True]), different=sorted(found[False]))

    @property
    def equal_error_rate(self) -> tuple[float, float]:
        """The share that is judged wrongly at the threshold where as large a share of either kind
        is, and that threshold."""
        thresholds = sorted({*self.same, *self.different})
        balance = [(abs(self.missed(t) - self.mistaken(t)), t) for t in thresholds]
        threshold = min(balance)[1]
        return (self.missed(threshold) + self.mistaken(threshold)) / 2, threshold

    def missed(self, threshold: float) -> float:
        """The share of pairs of one speaker that are taken for two."""
        return bisect_left(self.same, threshold) / len(self.same)

    def mistaken(self, threshold: float) -> float:
        """The share of pairs of two speakers that are taken for one."""
        return 1 - bisect_left(self.different, threshold) / len(self.different)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    right: int
    unnamed: int
    wrong: int
    strangers: int
    named_strangers: int
    """Of those whose voice is not enrolled."""


def recognition(
    enrolling: Iterable[Spoken], heard: Iterable[Spoken], threshold: float
) -> Recognition:
    """Everybody enrolled with the first utterances, and each of the others looked for: once among
    all, and once among all but the one who speaks."""
    prints: dict[str, list[VoicePrint]] = defaultdict(list)
    utterances = set()
    for one in enrolling:
        if len(prints[one.speaker]) < ENROLLED_WITH:
            prints[one.speaker].append(one.print)
            utterances.add(one.utterance)
    gallery = [KnownVoice(SpeakerName(name), tuple(each)) for name, each in prints.items()]
    others = [one for one in heard if one.utterance not in utterances]
    names = [_name(one, gallery, threshold) for one in others]
    strangers = [
        _name(one, [voice for voice in gallery if voice.name != one.speaker], threshold)
        for one in others
    ]
    right = sum(name == one.speaker for name, one in zip(names, others, strict=True))
    return Recognition(
        right=right,
        unnamed=names.count(None),
        wrong=len(names) - right - names.count(None),
        strangers=len(strangers),
        named_strangers=len(strangers) - strangers.count(None),
    )


def _name(one: Spoken, gallery: Sequence[KnownVoice], threshold: float) -> str | None:
    label = SpeakerLabel(one.speaker)
    found = identified([SpeakerVoice(label, one.print)], gallery, threshold)
    return str(found[label].name) if label in found else None
