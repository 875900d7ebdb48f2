"""What every JobEngine does. An adapter's test module names itself and inherits this."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import pytest

from application.errors import ServiceStoppingError
from application.ports.job_engine import JobEngine
from domain.transcription_job import NOTHING_DONE, JobId, Progress, Stage
from tests.fakes.progress import PATIENCE
from tests.fakes.work import ScriptedWork


def a_job_id() -> JobId:
    return JobId(uuid4())


async def end_of(engine: JobEngine, *job_ids: JobId) -> None:
    async with asyncio.timeout(PATIENCE):
        for job_id in job_ids:
            await engine.wait(job_id)


async def seen_of(engine: JobEngine, job_id: JobId) -> list[Progress]:
    """All that a watcher sees until the job has ended."""
    async with asyncio.timeout(PATIENCE):
        return [progress async for progress in engine.watch(job_id)]


class JobEngineContract:
    """The engine runs `work`, two jobs at once, until it is told to `stop`."""

    @pytest.fixture
    def work(self) -> ScriptedWork:
        return ScriptedWork()

    async def test_a_submitted_job_is_run(self, engine: JobEngine, work: ScriptedWork) -> None:
        job_id = a_job_id()
        work.let_go(job_id)
        await engine.submit(job_id)
        await end_of(engine, job_id)
        assert work.ended == [job_id]

    async def test_submitting_does_not_wait_for_the_end(
        self, engine: JobEngine, work: ScriptedWork
    ) -> None:
        job_id = a_job_id()
        await engine.submit(job_id)
        assert work.ended == []
        work.let_go(job_id)
        await end_of(engine, job_id)

    async def test_a_job_that_is_submitted_twice_is_run_once(
        self, engine: JobEngine, work: ScriptedWork
    ) -> None:
        job_id = a_job_id()
        await engine.submit(job_id)
        await engine.submit(job_id)
        await work.beginning_of(job_id)
        await engine.submit(job_id)
        work.let_go(job_id)
        await end_of(engine, job_id)
        assert work.begun == [job_id]

    async def test_jobs_run_beside_each_other(self, engine: JobEngine, work: ScriptedWork) -> None:
        one, other = a_job_id(), a_job_id()
        for job_id in (one, other):
            await engine.submit(job_id)
        await work.beginning_of(one, other)
        work.let_go(one, other)
        await end_of(engine, one, other)
        assert work.most_at_once == 2

    async def test_waiting_for_one_job_does_not_wait_for_another(
        self, engine: JobEngine, work: ScriptedWork
    ) -> None:
        short, long = a_job_id(), a_job_id()
        for job_id in (long, short):
            await engine.submit(job_id)
        work.let_go(short)
        await end_of(engine, short)
        assert work.ended == [short]
        work.let_go(long)
        await end_of(engine, long)

    async def test_whoever_gives_up_waiting_stops_nothing(
        self, engine: JobEngine, work: ScriptedWork
    ) -> None:
        job_id = a_job_id()
        await engine.submit(job_id)
        waiting = asyncio.create_task(engine.wait(job_id))
        await work.beginning_of(job_id)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        work.let_go(job_id)
        await end_of(engine, job_id)
        assert work.ended == [job_id]

    async def test_nobody_waits_for_a_job_that_does_not_run(
        self, engine: JobEngine, work: ScriptedWork
    ) -> None:
        await end_of(engine, a_job_id())
        assert await seen_of(engine, a_job_id()) == []

    async def test_waiting_ends_with_a_job_that_breaks(
        self, engine: JobEngine, work: ScriptedWork
    ) -> None:
        job_id = a_job_id()
        work.errors[job_id] = RuntimeError("unforeseen")
        work.let_go(job_id)
        await engine.submit(job_id)
        await end_of(engine, job_id)
        assert work.ended == []

    async def test_a_job_that_broke_can_be_submitted_again(
        self, engine: JobEngine, work: ScriptedWork
    ) -> None:
        job_id = a_job_id()
        work.errors[job_id] = RuntimeError("unforeseen")
        work.let_go(job_id)
        await engine.submit(job_id)
        await end_of(engine, job_id)
        work.errors.clear()
        await engine.submit(job_id)
        await end_of(engine, job_id)
        assert work.ended == [job_id]

    async def test_a_watcher_sees_every_change_until_the_job_has_ended(
        self, engine: JobEngine, work: ScriptedWork
    ) -> None:
        job_id = a_job_id()
        await engine.submit(job_id)
        await work.beginning_of(job_id)
        watching = engine.watch(job_id)
        async with asyncio.timeout(PATIENCE):
            assert await anext(watching) == NOTHING_DONE
            for fraction in (0.25, 0.5):
                await asyncio.to_thread(work.report, job_id, Stage.TRANSCRIBE, fraction)
                assert (await anext(watching)).stages == {Stage.TRANSCRIBE: fraction}
            work.let_go(job_id)
            rest = [progress async for progress in watching]
        assert all(progress.stages[Stage.TRANSCRIBE] == 0.5 for progress in rest)

    async def test_stages_that_overlap_are_told_together(
        self, engine: JobEngine, work: ScriptedWork
    ) -> None:
        job_id = a_job_id()
        await engine.submit(job_id)
        await work.beginning_of(job_id)
        work.report(job_id, Stage.TRANSCRIBE, 0.5)
        work.report(job_id, Stage.DIARIZE, 0.25)
        watching = engine.watch(job_id)
        async with asyncio.timeout(PATIENCE):
            progress = await anext(watching)
            work.let_go(job_id)
            _rest = [progress async for progress in watching]
        assert progress.stages == {Stage.TRANSCRIBE: 0.5, Stage.DIARIZE: 0.25}

    async def test_many_may_watch_and_a_slow_one_misses_no_news(
        self, engine: JobEngine, work: ScriptedWork
    ) -> None:
        job_id = a_job_id()
        await engine.submit(job_id)
        await work.beginning_of(job_id)
        slow, quick = engine.watch(job_id), engine.watch(job_id)
        async with asyncio.timeout(PATIENCE):
            await anext(slow)
            await anext(quick)
            work.report(job_id, Stage.TRANSCRIBE, 0.5)
            assert (await anext(quick)).stages == {Stage.TRANSCRIBE: 0.5}
            assert (await anext(slow)).stages == {Stage.TRANSCRIBE: 0.5}
            work.let_go(job_id)
            for watching in (slow, quick):
                _rest = [progress async for progress in watching]

    async def test_whoever_gives_up_watching_stops_nothing(
        self, engine: JobEngine, work: ScriptedWork
    ) -> None:
        job_id = a_job_id()
        await engine.submit(job_id)
        watching = asyncio.create_task(seen_of(engine, job_id))
        await work.beginning_of(job_id)
        watching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await watching
        work.let_go(job_id)
        await end_of(engine, job_id)
        assert work.ended == [job_id]

    async def test_whoever_watches_or_waits_is_told_at_once_when_the_service_stops(
        self, engine: JobEngine, work: ScriptedWork, stop: Callable[[], None]
    ) -> None:
        running, queued = [a_job_id() for _ in range(2)], a_job_id()
        for job_id in (*running, queued):
            await engine.submit(job_id)
        await work.beginning_of(*running)
        watching = engine.watch(running[0])
        await anext(watching)
        waiting = [asyncio.create_task(engine.wait(job_id)) for job_id in (running[0], queued)]
        await asyncio.sleep(0)  # lets them begin
        stop()
        async with asyncio.timeout(PATIENCE):
            assert [progress async for progress in watching] == []
            for each in waiting:
                with pytest.raises(ServiceStoppingError):
                    await each
        assert (work.begun, work.ended) == (running, [])
        work.let_go(*running)

    async def test_whoever_comes_too_late_is_told_so(
        self, engine: JobEngine, work: ScriptedWork, stop: Callable[[], None]
    ) -> None:
        stop()
        late = a_job_id()
        await engine.submit(late)
        with pytest.raises(ServiceStoppingError):
            await end_of(engine, late)
        assert work.begun == []
