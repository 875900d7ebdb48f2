"""Whose voices are known by name."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from domain.audio_clip import OwnerId
from domain.enrolled_speaker import EnrolledSpeaker, SpeakerId


class SpeakerRepository(Protocol):
    """Part of a unit of work. Prints are kept in single precision."""

    @abstractmethod
    async def add(self, speaker: EnrolledSpeaker) -> None: ...

    @abstractmethod
    async def get(self, owner: OwnerId, speaker_id: SpeakerId) -> EnrolledSpeaker:
        """Raises SpeakerNotFoundError, also for a speaker of another owner."""

    @abstractmethod
    async def all(self, owner: OwnerId) -> Sequence[EnrolledSpeaker]:
        """In the order in which they were enrolled."""

    @abstractmethod
    async def save(self, speaker: EnrolledSpeaker) -> None:
        """Keep a changed speaker; prints that it has no longer are forgotten. Raises
        SpeakerNotFoundError."""

    @abstractmethod
    async def remove(self, speaker_id: SpeakerId) -> None:
        """With every print. Removing what is not there is not an error."""
