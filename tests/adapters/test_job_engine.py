"""Jobs that are tasks of this process."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from uuid import uuid4

import pytest

from adapters.outbound.jobs.in_process import InProcessJobEngine
from application.transcription_pipeline import TranscriptionPipeline
from application.use_cases.jobs.run_job import RunJob
from domain.transcription_job import JobStatus, Stage
from domain.transcription_options import TranscriptionOptions
from tests.contract.job_engine import JobEngineContract, a_job_id, end_of
from tests.fakes.clock import FakeClock
from tests.fakes.engines import UnchangingAligner
from tests.fakes.kept import a_kept_clip, a_kept_job
from tests.fakes.progress import PATIENCE
from tests.fakes.service import Service
from tests.fakes.work import ScriptedWork


class TestInProcessJobEngine(JobEngineContract):
    @pytest.fixture
    async def engine(self, work: ScriptedWork) -> AsyncIterator[InProcessJobEngine]:
        engine = InProcessJobEngine(work, at_once=2)
        yield engine
        await engine.close()

    @pytest.fixture
    def stop(self, engine: InProcessJobEngine) -> Callable[[], None]:
        return engine.stop

    async def test_no_more_run_at_once_than_may(
        self, engine: InProcessJobEngine, work: ScriptedWork
    ) -> None:
        job_ids = [a_job_id() for _ in range(7)]
        for job_id in job_ids:
            await engine.submit(job_id)
        await work.beginning_of(*job_ids[:2])
        assert work.begun == job_ids[:2]
        work.let_go(*job_ids)
        await end_of(engine, *job_ids)
        assert work.most_at_once == 2

    async def test_jobs_that_wait_are_run_in_the_order_in_which_they_came(
        self, engine: InProcessJobEngine, work: ScriptedWork
    ) -> None:
        job_ids = [a_job_id() for _ in range(7)]
        for job_id in job_ids:
            await engine.submit(job_id)
        work.let_go(*job_ids)
        await end_of(engine, *job_ids)
        assert work.begun == job_ids

    async def test_a_job_that_breaks_is_logged_and_makes_room_for_the_next(
        self, engine: InProcessJobEngine, work: ScriptedWork, caplog: pytest.LogCaptureFixture
    ) -> None:
        broken = [a_job_id() for _ in range(3)]
        good = a_job_id()
        for job_id in (*broken, good):
            work.errors[job_id] = RuntimeError(f"unforeseen in {job_id}")
            work.let_go(job_id)
            await engine.submit(job_id)
        del work.errors[good]
        with caplog.at_level(logging.ERROR):
            await end_of(engine, *broken, good)
        assert work.ended == [good]
        assert all(f"unforeseen in {job_id}" in caplog.text for job_id in broken)

    async def test_closing_stops_what_runs_at_its_next_sign_of_progress(
        self, engine: InProcessJobEngine, work: ScriptedWork
    ) -> None:
        job_id = a_job_id()
        await engine.submit(job_id)
        await work.beginning_of(job_id)
        closing = asyncio.create_task(engine.close())
        await asyncio.sleep(0)  # lets it begin
        work.let_go(job_id)
        await asyncio.wait_for(closing, PATIENCE)
        assert (work.begun, work.ended) == ([job_id], [])

    async def test_after_closing_nothing_begins(
        self, engine: InProcessJobEngine, work: ScriptedWork
    ) -> None:
        running, waiting, late = [a_job_id() for _ in range(2)], a_job_id(), a_job_id()
        for job_id in (*running, waiting):
            await engine.submit(job_id)
        await work.beginning_of(*running)
        closing = asyncio.create_task(engine.close())
        await asyncio.sleep(0)  # lets it begin
        await engine.submit(late)
        work.let_go(*running, waiting, late)
        await asyncio.wait_for(closing, PATIENCE)
        assert work.begun == running

    async def test_an_idle_engine_closes_at_once(self, engine: InProcessJobEngine) -> None:
        await asyncio.wait_for(engine.close(), PATIENCE)


async def test_closing_leaves_a_job_as_running_with_the_results_it_has() -> None:
    service, transcribing, closing = Service(), Event(), Event()

    def wait_until_closing() -> None:
        transcribing.set()
        assert closing.wait(PATIENCE)

    service.transcriber.before_answering = wait_until_closing
    job = await a_kept_job(
        service,
        await a_kept_clip(service),
        options=TranscriptionOptions(model="tiny", diarize=False),
    )
    with ThreadPoolExecutor(2) as threads:
        pipeline = TranscriptionPipeline(
            decoder=service.decoder,
            speech_detector=service.detector,
            transcriber=service.transcriber,
            aligner=UnchangingAligner(),
            diarizer=service.diarizer,
            threads=threads,
        )
        run_job = RunJob(
            pipeline=pipeline,
            storage=service.storage,
            unit_of_work=service.unit_of_work,
            clock=FakeClock(),
            new_id=uuid4,
        )
        engine = InProcessJobEngine(run_job, at_once=1)
        await engine.submit(job.id)
        assert await asyncio.to_thread(transcribing.wait, PATIENCE)
        ending = asyncio.create_task(engine.close())
        await asyncio.sleep(0)  # lets it begin
        closing.set()
        await asyncio.wait_for(ending, PATIENCE)
    left = service.database.committed
    assert left.job(job.id).status is JobStatus.RUNNING
    assert set(left.stage_results) == {(job.id, Stage.DETECT_SPEECH)}
