"""What a service keeps already when a test begins, and what it keeps when it ends."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from domain.audio_clip import AudioClip, ContentHash, OwnerId
from domain.transcription_job import TranscriptionJob
from domain.transcription_options import TranscriptionOptions
from tests.fakes.clips import ADA, a_clip
from tests.fakes.jobs import TINY, a_job
from tests.fakes.service import LARGEST, Service
from tests.fakes.streams import stream

SOUND: Final = b"RIFF" + bytes(range(256))
"""What the decoder in memory takes for sound."""
_EVER: Final = datetime.max.replace(tzinfo=UTC)


async def a_kept_clip(
    service: Service, *, owner: OwnerId = ADA, content: bytes = SOUND
) -> AudioClip:
    async with service.storage.staged(stream(content), at_most=LARGEST) as staged:
        await service.storage.keep(staged)
    clip = replace(
        a_clip(owner=owner, content_hash=staged.content_hash), size_bytes=staged.size_bytes
    )
    async with service.unit_of_work() as uow:
        await uow.clips.add(clip)
        await uow.commit()
    return clip


async def a_kept_job(
    service: Service, clip: AudioClip, *, options: TranscriptionOptions = TINY
) -> TranscriptionJob:
    job = a_job(clip.id, options=options)
    await keep_job(service, job)
    return job


async def keep_job(service: Service, job: TranscriptionJob) -> None:
    """As a new one, or in the place of the one with its id."""
    async with service.unit_of_work() as uow:
        await (uow.jobs.save(job) if await uow.jobs.exists(job.id) else uow.jobs.add(job))
        await uow.commit()


async def kept_contents(service: Service) -> set[ContentHash]:
    return {content_hash async for content_hash in service.storage.kept(before=_EVER)}
