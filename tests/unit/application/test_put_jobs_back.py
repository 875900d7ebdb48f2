"""Putting the jobs back that a process leaves when it is told to end."""

from domain.audio_clip import AudioClip
from domain.job_history import Happening
from domain.transcription_job import MOST_LOSSES, JobStatus, Stage
from tests.fakes.clock import NEW_YEAR
from tests.fakes.job_desk import FOUND, JobDesk
from tests.fakes.jobs import ELSEWHERE, a_job


async def test_what_runs_here_is_queued_again_with_the_results_it_has(
    desk: JobDesk, clip: AudioClip
) -> None:
    await desk.add(a_job(clip.id), results={Stage.DECODE: FOUND[Stage.DECODE]})
    mine = await desk.taken()
    await desk.add(a_job(clip.id))
    theirs = await desk.of_runner(ELSEWHERE).taken()
    await desk.add(waiting := a_job(clip.id), ended := a_job(clip.id).cancel(now=NEW_YEAR))
    assert await desk.put_back() == 1
    kept = [await desk.kept(job.id) for job in (theirs, waiting, ended)]
    assert kept == [theirs, waiting, ended]
    assert (await desk.kept(mine.id)).status is JobStatus.QUEUED
    assert await desk.results_of(mine.id) == {Stage.DECODE}
    assert await desk.happenings_of(mine.id) == [Happening.STARTED, Happening.PUT_BACK]


async def test_however_often_a_service_is_told_to_stop_its_job_goes_on(
    desk: JobDesk, clip: AudioClip
) -> None:
    job = a_job(clip.id)
    await desk.add(job)
    for _ in range(2 * MOST_LOSSES):
        await desk.taken()
        await desk.put_back()
    assert await desk.kept(job.id) == job
