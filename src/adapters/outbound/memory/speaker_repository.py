"""Enrolled speakers in a dictionary."""

from collections.abc import Sequence
from dataclasses import replace
from typing import final

import numpy as np

from adapters.outbound.memory.records import Records
from application.errors import SpeakerNotFoundError
from application.ports.speakers import SpeakerRepository
from domain.audio_clip import OwnerId
from domain.enrolled_speaker import EnrolledSpeaker, SpeakerId
from domain.voice_print import VoicePrint


@final
class InMemorySpeakerRepository(SpeakerRepository):
    def __init__(self, records: Records) -> None:
        self._records = records

    async def add(self, speaker: EnrolledSpeaker) -> None:
        self._records.speakers[speaker.id] = _in_single_precision(speaker)

    async def get(self, owner: OwnerId, speaker_id: SpeakerId) -> EnrolledSpeaker:
        speaker = self._records.speakers.get(speaker_id)
        if speaker is None or speaker.owner != owner:
            raise SpeakerNotFoundError(f"There is no speaker {speaker_id}.")
        return speaker

    async def all(self, owner: OwnerId) -> Sequence[EnrolledSpeaker]:
        theirs = [each for each in self._records.speakers.values() if each.owner == owner]
        return sorted(theirs, key=lambda speaker: (speaker.created_at, speaker.id))

    async def save(self, speaker: EnrolledSpeaker) -> None:
        await self.get(speaker.owner, speaker.id)
        self._records.speakers[speaker.id] = _in_single_precision(speaker)

    async def remove(self, speaker_id: SpeakerId) -> None:
        self._records.speakers.pop(speaker_id, None)


def _in_single_precision(speaker: EnrolledSpeaker) -> EnrolledSpeaker:
    prints = tuple(VoicePrint(_rounded(each.vector), each.model) for each in speaker.prints)
    return replace(speaker, prints=prints)


def _rounded(vector: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(np.asarray(vector, np.float32).tolist())
