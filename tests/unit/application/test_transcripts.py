"""Reading and forgetting transcripts."""

from datetime import timedelta

import pytest

from application.errors import ClipNotFoundError, TranscriptNotFoundError
from application.ports.repositories import StoredTranscript
from application.use_cases.transcripts.get_transcript import DeleteTranscripts, GetTranscript
from domain.audio_clip import AudioClip
from domain.transcription_options import TranscriptionOptions
from tests.fakes.clips import GRACE
from tests.fakes.clock import NEW_YEAR
from tests.fakes.kept import a_kept_clip
from tests.fakes.service import Service
from tests.fakes.transcripts import a_stored_transcript


@pytest.fixture
def get_transcript(service: Service) -> GetTranscript:
    return GetTranscript(unit_of_work=service.unit_of_work)


@pytest.fixture
def delete_transcripts(service: Service) -> DeleteTranscripts:
    return DeleteTranscripts(unit_of_work=service.unit_of_work)


async def keep(service: Service, *transcripts: StoredTranscript) -> None:
    async with service.unit_of_work() as uow:
        for stored in transcripts:
            await uow.transcripts.put(stored)
        await uow.commit()


async def test_the_latest_transcript_is_the_one(
    get_transcript: GetTranscript, service: Service, clip: AudioClip
) -> None:
    other_options = TranscriptionOptions(model="base")
    old = a_stored_transcript(clip.id, options=other_options)
    new = a_stored_transcript(clip.id, created_at=NEW_YEAR + timedelta(days=1))
    await keep(service, new, old)
    assert await get_transcript(clip.owner, clip.id) == new


async def test_a_clip_that_was_never_transcribed_has_none(
    get_transcript: GetTranscript, delete_transcripts: DeleteTranscripts, clip: AudioClip
) -> None:
    for use_case in (get_transcript, delete_transcripts):
        with pytest.raises(TranscriptNotFoundError):
            await use_case(clip.owner, clip.id)


async def test_transcripts_of_another_owner_are_out_of_reach(
    get_transcript: GetTranscript,
    delete_transcripts: DeleteTranscripts,
    service: Service,
    clip: AudioClip,
) -> None:
    await keep(service, a_stored_transcript(clip.id))
    for use_case in (get_transcript, delete_transcripts):
        with pytest.raises(ClipNotFoundError):
            await use_case(GRACE, clip.id)
    assert len(service.database.committed.transcripts) == 1


async def test_all_transcripts_of_a_clip_are_forgotten_and_no_others(
    delete_transcripts: DeleteTranscripts, service: Service, clip: AudioClip
) -> None:
    other = a_stored_transcript((await a_kept_clip(service, owner=GRACE)).id)
    theirs = [
        a_stored_transcript(clip.id, options=TranscriptionOptions(model=model))
        for model in ("tiny", "base")
    ]
    await keep(service, other, *theirs)
    await delete_transcripts(clip.owner, clip.id)
    assert list(service.database.committed.transcripts.values()) == [other]
    assert clip.id in service.database.committed.clips
