"""Calling those who were recognised by their names."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final, TypeAlias

from domain.speaker import SpeakerLabel
from domain.speaker_identification import Identified
from domain.transcript import Segment

Names: TypeAlias = Mapping[SpeakerLabel, Identified]
NO_NAMES: Final[Names] = MappingProxyType({})


def name_of(label: SpeakerLabel, names: Names) -> SpeakerLabel:
    """The label itself for whoever is not known."""
    known = names.get(label)
    return label if known is None else SpeakerLabel(known.name)


def called_by_name(segments: Iterable[Segment], names: Names) -> Iterator[Segment]:
    def called(label: SpeakerLabel | None) -> SpeakerLabel | None:
        return None if label is None else name_of(label, names)

    for segment in segments:
        yield replace(
            segment,
            speaker=called(segment.speaker),
            words=tuple(replace(word, speaker=called(word.speaker)) for word in segment.words),
        )
