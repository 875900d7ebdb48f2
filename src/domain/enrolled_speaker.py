"""Somebody whose voice is known by name, because its owner had it enrolled."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NewType, Self
from uuid import UUID

from domain.audio_clip import OwnerId
from domain.errors import InvalidSpeakerError
from domain.voice_print import VoicePrint

SpeakerId = NewType("SpeakerId", UUID)
SpeakerName = NewType("SpeakerName", str)

LONGEST_NAME: Final = 100
"""Characters: a name stands before each line of a subtitle."""
MOST_SAMPLES: Final = 50
"""Of one speaker. A few already say all that there is to know of a voice: three utterances tell
five readers of LibriSpeech apart without an error (docs/speakers.md)."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_LABEL: Final = re.compile(r"SPEAKER_\d+|(?i:speaker \d+)")
"""As segments have it, and as people read it (domain/speaker_summary.py)."""


def speaker_name(text: str) -> SpeakerName:
    """With single spaces, in the one spelling that Unicode has for it. Raises
    InvalidSpeakerError."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise InvalidSpeakerError("a speaker's name cannot be blank")
    if len(name) > LONGEST_NAME:
        raise InvalidSpeakerError(
            f"a speaker's name can have {LONGEST_NAME} characters, and this one has {len(name):,}"
        )
    if any(unicodedata.category(character) in _UNSEEN for character in name):
        raise InvalidSpeakerError("a speaker's name has a character in it that cannot be seen")
    if _LABEL.fullmatch(name):
        raise InvalidSpeakerError(f"{name} is what those are called whose name is not known")
    return SpeakerName(name)


def is_same_name(one: str, other: str) -> bool:
    """Whether people would take them for one name: upper and lower case are the same to them."""
    return one.casefold() == other.casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolledSpeaker:
    id: SpeakerId
    owner: OwnerId
    name: SpeakerName
    prints: tuple[VoicePrint, ...]
    """One for each sample; the samples themselves are not kept."""
    created_at: datetime

    def __post_init__(self) -> None:
        if not self.prints:
            raise InvalidSpeakerError("a speaker is known by at least one sample of their voice")
        if len(self.prints) > MOST_SAMPLES:
            raise InvalidSpeakerError(
                f"a speaker can have {MOST_SAMPLES} samples, and these are {len(self.prints)}"
            )

    def renamed(self, name: SpeakerName) -> Self:
        return replace(self, name=name)

    def with_samples(self, prints: Collection[VoicePrint]) -> Self:
        """Prints of another model than the new ones are dropped: nothing can be compared with
        them any more."""
        models = {each.model for each in prints}
        still_good = (each for each in self.prints if each.model in models)
        return replace(self, prints=(*still_good, *prints)) if prints else self

    def prints_of(self, model: str) -> tuple[VoicePrint, ...]:
        """Those that voices of this model can be compared with; none where they were enrolled
        with another."""
        return tuple(each for each in self.prints if each.model == model)
