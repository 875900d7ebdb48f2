"""Looking at clips, reading them, and forgetting them."""

from uuid import uuid4

import pytest

from application.errors import ClipNotFoundError
from application.use_cases.clips.delete_clip import DeleteClip
from application.use_cases.clips.get_clip import GetClip, ListClips
from application.use_cases.clips.read_clip import ReadClip
from domain.audio_clip import AudioClip, ClipId
from tests.fakes.clips import ADA, GRACE
from tests.fakes.job_desk import JobDesk
from tests.fakes.kept import SOUND, a_kept_clip, a_kept_job, kept_contents
from tests.fakes.service import Service
from tests.fakes.streams import all_of
from tests.fakes.transcripts import a_stored_transcript


@pytest.fixture
def delete_clip(service: Service, desk: JobDesk) -> DeleteClip:
    return DeleteClip(
        storage=service.storage, unit_of_work=service.unit_of_work, cancel=desk.cancel
    )


async def test_a_clip_is_seen_by_its_owner_alone(service: Service, clip: AudioClip) -> None:
    get_clip = GetClip(unit_of_work=service.unit_of_work)
    assert await get_clip(clip.owner, clip.id) == clip
    with pytest.raises(ClipNotFoundError):
        await get_clip(GRACE, clip.id)


async def test_clips_are_listed_a_page_at_a_time(service: Service, clip: AudioClip) -> None:
    other = await a_kept_clip(service, content=SOUND + b"more")
    list_clips = ListClips(unit_of_work=service.unit_of_work)
    pages = [await list_clips(ADA, offset=offset, limit=1) for offset in (0, 1, 2)]
    assert [page.total for page in pages] == [2, 2, 2]
    assert {item for page in pages for item in page.items} == {clip, other}


async def test_a_clip_is_read_in_part(service: Service, clip: AudioClip) -> None:
    read_clip = ReadClip(storage=service.storage)
    assert await all_of(read_clip(clip, start=4, stop=9)) == SOUND[4:9]


async def test_a_deleted_clip_takes_everything_along(
    delete_clip: DeleteClip, service: Service, clip: AudioClip
) -> None:
    await a_kept_job(service, clip)
    async with service.unit_of_work() as uow:
        await uow.transcripts.put(a_stored_transcript(clip.id))
        await uow.commit()
    await delete_clip(clip.owner, clip.id)
    left = service.database.committed
    assert (left.clips, left.jobs, left.transcripts) == ({}, {}, {})
    assert await kept_contents(service) == set()


async def test_the_bytes_stay_while_another_owner_uses_them(
    delete_clip: DeleteClip, service: Service, clip: AudioClip
) -> None:
    theirs = await a_kept_clip(service, owner=GRACE)
    await delete_clip(clip.owner, clip.id)
    assert await kept_contents(service) == {clip.content_hash}
    await delete_clip(GRACE, theirs.id)
    assert await kept_contents(service) == set()


async def test_nobody_deletes_a_clip_of_another_owner(
    delete_clip: DeleteClip, service: Service, clip: AudioClip
) -> None:
    with pytest.raises(ClipNotFoundError):
        await delete_clip(GRACE, clip.id)
    assert service.kept_clips == 1
    assert await kept_contents(service) == {clip.content_hash}


async def test_what_is_not_there_cannot_be_deleted(delete_clip: DeleteClip) -> None:
    with pytest.raises(ClipNotFoundError):
        await delete_clip(ADA, ClipId(uuid4()))
