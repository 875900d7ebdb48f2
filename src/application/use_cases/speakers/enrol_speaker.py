"""Making a voice known by name."""

from dataclasses import dataclass

from application.errors import NameTakenError
from application.ports.clock import Clock
from application.ports.identifiers import NewId
from application.ports.unit_of_work import UnitOfWork, UnitOfWorkFactory
from domain.audio_clip import OwnerId
from domain.enrolled_speaker import (
    EnrolledSpeaker,
    SpeakerId,
    SpeakerName,
    is_same_name,
)
from domain.voice_print import VoicePrint


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolment:
    owner: OwnerId
    name: SpeakerName
    prints: tuple[VoicePrint, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolSpeaker:
    """Keep a name with what its owner sounds like. Raises NameTakenError, InvalidSpeakerError."""

    unit_of_work: UnitOfWorkFactory
    clock: Clock
    new_id: NewId

    async def __call__(self, enrolment: Enrolment) -> EnrolledSpeaker:
        speaker = EnrolledSpeaker(
            id=SpeakerId(self.new_id()),
            owner=enrolment.owner,
            name=enrolment.name,
            prints=enrolment.prints,
            created_at=self.clock.now(),
        )
        async with self.unit_of_work() as uow:
            await require_free(uow, speaker)
            await uow.speakers.add(speaker)
            await uow.commit()
        return speaker

    async def check(self, owner: OwnerId, name: SpeakerName) -> None:
        """Before anything is listened to. Raises NameTakenError."""
        async with self.unit_of_work() as uow:
            await _require_free(uow, owner, name, besides=None)


async def require_free(uow: UnitOfWork, speaker: EnrolledSpeaker) -> None:
    """Raises NameTakenError where another of the same owner's speakers is called so."""
    await _require_free(uow, speaker.owner, speaker.name, besides=speaker.id)


async def _require_free(
    uow: UnitOfWork, owner: OwnerId, name: SpeakerName, *, besides: SpeakerId | None
) -> None:
    for other in await uow.speakers.all(owner):
        if other.id != besides and is_same_name(other.name, name):
            raise NameTakenError(f"There is a speaker called {other.name} already: {other.id}.")
