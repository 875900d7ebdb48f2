"""Who may work beside whom."""

import asyncio
from dataclasses import replace

import pytest

from application.ports.progress import NoLongerWantedError
from application.work_room import WorkRoom
from domain.audio_clip import ClipId
from domain.transcription_job import TranscriptionJob
from tests.fakes.clips import a_clip
from tests.fakes.jobs import a_job
from tests.fakes.progress import PATIENCE


def still_wanted() -> None:
    """It is."""


class Visitor:
    """A stage that stays in the room until it is told to leave."""

    def __init__(self, room: WorkRoom, job: TranscriptionJob) -> None:
        self.entered = asyncio.Event()
        self._leave = asyncio.Event()
        self._visit = asyncio.create_task(self._stay(room, job))

    async def _stay(self, room: WorkRoom, job: TranscriptionJob) -> None:
        async with room.entered(job, still_wanted):
            self.entered.set()
            await self._leave.wait()

    async def leaves(self) -> None:
        self._leave.set()
        await self._visit

    async def comes_in(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.entered.wait()

    async def waits(self) -> bool:
        for _ in range(5):
            await asyncio.sleep(0)
        return not self.entered.is_set()


@pytest.fixture
def room() -> WorkRoom:
    return WorkRoom()


def innocent() -> TranscriptionJob:
    return a_job(ClipId(a_clip().id))


def suspect() -> TranscriptionJob:
    return replace(innocent(), times_lost=1)


async def test_jobs_work_side_by_side(room: WorkRoom) -> None:
    first, second = Visitor(room, innocent()), Visitor(room, innocent())
    await first.comes_in()
    await second.comes_in()
    await first.leaves()
    await second.leaves()


async def test_one_that_may_have_ended_a_runner_is_alone(room: WorkRoom) -> None:
    before = Visitor(room, innocent())
    await before.comes_in()
    alone = Visitor(room, suspect())
    assert await alone.waits()
    later = Visitor(room, innocent())
    await before.leaves()
    await alone.comes_in()
    assert await later.waits()
    await alone.leaves()
    await later.comes_in()
    await later.leaves()


async def test_but_its_own_stages_are_beside_each_other(room: WorkRoom) -> None:
    job = suspect()
    transcribing, diarizing = Visitor(room, job), Visitor(room, job)
    other = Visitor(room, suspect())
    await transcribing.comes_in()
    await diarizing.comes_in()
    assert await other.waits()
    await transcribing.leaves()
    assert await other.waits()
    await diarizing.leaves()
    await other.comes_in()
    await other.leaves()


async def test_whoever_is_no_longer_wanted_need_not_wait(room: WorkRoom) -> None:
    def no_longer_wanted() -> None:
        raise NoLongerWantedError

    before = Visitor(room, innocent())
    await before.comes_in()
    with pytest.raises(NoLongerWantedError):
        async with room.entered(suspect(), no_longer_wanted):
            pass
    later = Visitor(room, innocent())
    await later.comes_in()
    await before.leaves()
    await later.leaves()
