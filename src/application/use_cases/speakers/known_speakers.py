"""Looking at, changing and forgetting those who are known by their voices."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.ports.unit_of_work import UnitOfWorkFactory
from application.use_cases.speakers.enrol_speaker import require_free
from domain.audio_clip import OwnerId
from domain.enrolled_speaker import EnrolledSpeaker, SpeakerId, SpeakerName
from domain.voice_print import VoicePrint


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSpeakers:
    """In the order in which they were enrolled."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, owner: OwnerId) -> Sequence[EnrolledSpeaker]:
        async with self.unit_of_work() as uow:
            return await uow.speakers.all(owner)


@dataclass(frozen=True, slots=True, kw_only=True)
class GetSpeaker:
    """Raises SpeakerNotFoundError."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, owner: OwnerId, speaker_id: SpeakerId) -> EnrolledSpeaker:
        async with self.unit_of_work() as uow:
            return await uow.speakers.get(owner, speaker_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateSpeaker:
    """Another name, or more samples of the voice. Raises SpeakerNotFoundError, NameTakenError,
    InvalidSpeakerError."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(
        self,
        owner: OwnerId,
        speaker_id: SpeakerId,
        *,
        name: SpeakerName | None = None,
        more: Sequence[VoicePrint] = (),
    ) -> EnrolledSpeaker:
        async with self.unit_of_work() as uow:
            speaker = await uow.speakers.get(owner, speaker_id)
            changed = speaker.with_samples(more).renamed(name or speaker.name)
            await require_free(uow, changed)
            await uow.speakers.save(changed)
            await uow.commit()
        return changed


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetSpeaker:
    """With every print of the voice. Transcripts keep the names that stand in them. Raises
    SpeakerNotFoundError."""

    unit_of_work: UnitOfWorkFactory

    async def __call__(self, owner: OwnerId, speaker_id: SpeakerId) -> None:
        async with self.unit_of_work() as uow:
            speaker = await uow.speakers.get(owner, speaker_id)
            await uow.speakers.remove(speaker.id)
            await uow.commit()
