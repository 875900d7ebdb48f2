"""Several workers, and a Temporal server that is not always there."""

import asyncio
from threading import Event

from adapters.temporal_names import Capability
from domain.job_history import Happening
from domain.transcription_job import JobStatus
from tests.fakes.endless_engines import EndlessTranscriber
from tests.temporal.dev_server import DevServer
from tests.temporal.workplace import (
    PATIENCE,
    Workplace,
    a_clip_of,
    asked_for,
    end_of,
    until,
)


async def test_stages_go_to_the_workers_that_take_them(place: Workplace) -> None:
    await place.working("cpu", frozenset({Capability.CPU}))
    server = place.process("server")
    job_id = await asked_for(server, await a_clip_of(place))
    await until(lambda: len(place.service.diarizer.asked) == 1)
    assert place.service.transcriber.asked == []
    await place.working("gpu", frozenset({Capability.GPU}))
    assert (await end_of(server, job_id)).status is JobStatus.SUCCEEDED


async def test_diarization_can_be_sent_to_the_gpu(place: Workplace) -> None:
    await place.working("cpu", frozenset({Capability.CPU}), diarization_capability="gpu")
    server = place.process("server")
    job_id = await asked_for(server, await a_clip_of(place))
    await until(lambda: len(place.service.detector.asked) == 1)
    assert place.service.diarizer.asked == []
    await place.working("gpu", frozenset({Capability.GPU}), diarization_capability="gpu")
    assert (await end_of(server, job_id)).status is JobStatus.SUCCEEDED


async def test_a_job_whose_workflow_was_lost_is_taken_up_again(place: Workplace) -> None:
    place.transcriber = endless = EndlessTranscriber()
    process = await place.working()
    job_id = await asked_for(process, await a_clip_of(place))
    await until(endless.begun.is_set)
    await (await place.workflow(job_id)).terminate()
    await until(endless.stopped.is_set)
    await process.job_runner().close()
    place.transcriber = None
    another = await place.working("another")
    assert await another.submit_again()() == 1
    assert (await end_of(another, job_id)).status is JobStatus.SUCCEEDED
    assert len(place.service.detector.asked) == 1


async def test_a_job_that_has_ended_is_not_run_again(place: Workplace) -> None:
    process = await place.working()
    job_id = await asked_for(process, await a_clip_of(place))
    await end_of(process, job_id)
    before = await place.history(job_id)
    await (await place.workflow(job_id)).result()
    await process.job_engine().submit(job_id)
    await (await place.workflow(job_id)).result()
    assert await place.history(job_id) == before
    assert await process.submit_again()() == 0


async def test_without_temporal_a_job_waits_in_the_database(
    temporal_of_its_own: DevServer, place: Workplace
) -> None:
    place.address = temporal_of_its_own.address
    process = await place.working()
    job_id = await asked_for(process, await a_clip_of(place))
    assert (await place.job(job_id)).status is JobStatus.QUEUED
    await asyncio.to_thread(temporal_of_its_own.start)
    await process.job_engine().submit(job_id)
    assert (await end_of(process, job_id)).status is JobStatus.SUCCEEDED


async def test_a_job_survives_the_temporal_server(
    temporal_of_its_own: DevServer, place: Workplace
) -> None:
    await asyncio.to_thread(temporal_of_its_own.start)
    place.address = temporal_of_its_own.address
    begun, gate = Event(), Event()

    def wait_at_the_gate() -> None:
        begun.set()
        assert gate.wait(PATIENCE)

    place.service.transcriber.before_answering = wait_at_the_gate
    process = await place.working()
    job_id = await asked_for(process, await a_clip_of(place))
    await until(begun.is_set)
    temporal_of_its_own.kill()
    gate.set()
    await asyncio.to_thread(temporal_of_its_own.start)
    job = await end_of(process, job_id)
    assert job.status is JobStatus.SUCCEEDED
    happened = [event.what for event in await place.history(job_id)]
    assert happened.count(Happening.SUCCEEDED) == 1
    async with place.service.unit_of_work() as uow:
        assert job.clip_id is not None
        assert (await uow.transcripts.latest(job.clip_id)).job_id == job_id
