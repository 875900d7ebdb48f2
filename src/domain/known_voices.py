"""The voices that a recording's speakers may turn out to be."""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

from domain.enrolled_speaker import EnrolledSpeaker, SpeakerName
from domain.voice_print import VoicePrint

_RULES: Final = "1"
"""Of identification: another number where the same voices would be given other names."""


@dataclass(frozen=True, slots=True)
class KnownVoice:
    """A name, and what whoever has it sounds like, once for each sample."""

    name: SpeakerName
    prints: tuple[VoicePrint, ...]

    def similarity(self, heard: VoicePrint) -> float:
        """The average over the samples, -1..1. An average needs no other threshold where there are
        more samples, as their centroid or the best of them would."""
        return sum(each.similarity(heard) for each in self.prints) / len(self.prints)


@dataclass(frozen=True, slots=True)
class KnownVoices:
    """Each name once."""

    voices: tuple[KnownVoice, ...] = ()
    warnings: tuple[str, ...] = ()
    """Who could not be taken along, and why."""

    @classmethod
    def of(
        cls, named: Iterable[tuple[SpeakerName, VoicePrint]], warnings: Sequence[str] = ()
    ) -> Self:
        """Prints under one name are samples of one voice."""
        by_name: dict[SpeakerName, list[VoicePrint]] = {}
        for name, voice in named:
            by_name.setdefault(name, []).append(voice)
        voices = (KnownVoice(name, tuple(prints)) for name, prints in by_name.items())
        return cls(tuple(voices), tuple(warnings))

    @classmethod
    def enrolled(cls, speakers: Iterable[EnrolledSpeaker], model: str) -> Self:
        """As far as they were enrolled with that model."""
        everybody = list(speakers)
        named = ((each.name, each_print) for each in everybody for each_print in each.prints)
        forgotten = [each.name for each in everybody if not each.prints_of(model)]
        return cls.of(
            ((name, voice) for name, voice in named if voice.model == model),
            [
                f"{name} was enrolled with another voice model and is not recognised by this one: "
                "add new samples with PATCH /api/speakers/{speaker_id}."
                for name in forgotten
            ],
        )

    def and_also(self, others: "KnownVoices") -> "KnownVoices":
        both = [*self.voices, *others.voices]
        named = ((voice.name, each) for voice in both for each in voice.prints)
        return KnownVoices.of(named, (*self.warnings, *others.warnings))

    def version(self, threshold: float) -> str:
        """The same for the same names and prints, in whatever order they stand, as long as they are
        told apart in the same way."""
        told = sorted(
            f"{voice.name}\0{each.model}\0{_digest(each)}"
            for voice in self.voices
            for each in voice.prints
        )
        return hashlib.sha256("\n".join([_RULES, f"{threshold:.4f}", *told]).encode()).hexdigest()[
            :32
        ]


def _digest(voice: VoicePrint) -> str:
    """Of single precision, in which prints are kept."""
    packed = struct.pack(f"<{len(voice.vector)}f", *voice.vector)
    return hashlib.sha256(packed).hexdigest()
