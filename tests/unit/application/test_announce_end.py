import json
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from application.ports.repositories import StoredTranscript
from application.ports.unit_of_work import UnitOfWork
from application.use_cases.webhooks.announce_end import AnnounceEnd
from application.use_cases.webhooks.event_bodies import CALLBACK_BODIES, JobEnd
from application.use_cases.webhooks.owned_endpoint import OwnedEndpoint
from domain.callback import Callback, CallbackStyle
from domain.delivery_schedule import ScheduleName
from domain.transcription_job import Failure, TranscriptionJob
from domain.webhook import EventType, callbacks_id
from domain.webhook_delivery import DeliveryStatus, WebhookDelivery
from tests.fakes.clips import ADA, GRACE
from tests.fakes.clock import NEW_YEAR, FakeClock
from tests.fakes.service import Service
from tests.fakes.transcripts import a_stored_transcript
from tests.fakes.webhooks import (
    a_queued_job,
    a_succeeded_job,
    an_endpoint,
    secrets_in_turn,
)

ELSEWHERE = Callback("https://caller.example/done?job=1")


async def in_the_words_of_a_task(_uow: UnitOfWork, end: JobEnd) -> str:
    return json.dumps({"task": str(end.job.id)})


@pytest.fixture
def announce(clock: FakeClock) -> AnnounceEnd:
    return AnnounceEnd(
        owned=OwnedEndpoint(clock=clock, new_secret=secrets_in_turn()),
        clock=clock,
        new_id=uuid4,
        callback_bodies={**CALLBACK_BODIES, CallbackStyle.TASK: in_the_words_of_a_task},
    )


def kept_for(job: TranscriptionJob) -> StoredTranscript:
    assert job.clip_id is not None
    return a_stored_transcript(job.clip_id)


async def announced(
    service: Service,
    announce: AnnounceEnd,
    job: TranscriptionJob,
    stored: StoredTranscript | None = None,
) -> list[tuple[WebhookDelivery, Any]]:
    """The deliveries that come of it, with their bodies."""
    async with service.unit_of_work() as uow:
        await announce(uow, job, stored)
        await uow.commit()
    entries = service.database.committed.deliveries.values()
    return [(entry.delivery, json.loads(entry.body)) for entry in entries]


async def test_each_endpoint_of_the_owner_that_wants_the_event_is_told(
    service: Service, announce: AnnounceEnd
) -> None:
    wanting = [an_endpoint(), an_endpoint(url="https://other.example/hook")]
    others = [
        an_endpoint(owner=GRACE),
        an_endpoint(events=frozenset({EventType.JOB_FAILED})),
        an_endpoint().disabled(now=NEW_YEAR),
    ]
    async with service.unit_of_work() as uow:
        for endpoint in (*wanting, *others):
            await uow.webhooks.add(endpoint)
        await uow.commit()
    told = await announced(service, announce, a_succeeded_job())
    assert {delivery.endpoint_id for delivery, _ in told} == {each.id for each in wanting}
    assert len({delivery.event_id for delivery, _ in told}) == 1
    assert {delivery.url for delivery, _ in told} == {each.url for each in wanting}


async def test_an_endpoint_is_told_where_the_transcript_is(
    service: Service, announce: AnnounceEnd
) -> None:
    async with service.unit_of_work() as uow:
        await uow.webhooks.add(an_endpoint())
        await uow.commit()
    job = a_succeeded_job()
    [(delivery, body)] = await announced(service, announce, job, kept_for(job))
    assert (delivery.status, delivery.next_attempt_at) == (DeliveryStatus.PENDING, NEW_YEAR)
    assert delivery.schedule is ScheduleName.STANDARD
    assert body == {
        "type": "job.succeeded",
        "timestamp": "2026-01-01T00:00:00+00:00",
        "data": {
            "job": {
                "id": str(job.id),
                "clip_id": str(job.clip_id),
                "status": "succeeded",
                "requested_at": "2026-01-01T00:00:00+00:00",
                "started_at": "2026-01-01T00:00:00+00:00",
                "finished_at": "2026-01-01T00:00:00+00:00",
                "failure": None,
            },
            "transcript_url": f"/api/jobs/{job.id}/transcript",
        },
    }


async def test_a_callback_is_told_all_of_the_transcript(
    service: Service, announce: AnnounceEnd
) -> None:
    job = a_succeeded_job(callback=ELSEWHERE)
    [(delivery, body)] = await announced(service, announce, job, kept_for(job))
    assert (delivery.url, delivery.endpoint_id) == (ELSEWHERE.url, callbacks_id(ADA))
    assert body["data"]["transcript"]["text"] == "Hello there."
    assert body["data"]["transcript"]["segments"][0]["words"][0]["word"] == "Hello"


async def test_a_failure_is_told_with_its_reason(service: Service, announce: AnnounceEnd) -> None:
    failure = Failure(code="not-audio", detail="No sound.", advice="Send sound.")
    job = a_queued_job(callback=ELSEWHERE).fail(failure, now=NEW_YEAR)
    [(delivery, body)] = await announced(service, announce, job)
    assert delivery.event is EventType.JOB_FAILED
    assert body["type"] == "job.failed"
    assert body["data"]["job"]["failure"] == {
        "code": "not-audio",
        "detail": "No sound.",
        "advice": "Send sound.",
    }
    assert body["data"]["transcript"] is None
    assert body["data"]["transcript_url"] is None


async def test_a_cancelled_job_is_told_of_as_well(service: Service, announce: AnnounceEnd) -> None:
    job = a_queued_job(callback=ELSEWHERE).cancel(now=NEW_YEAR)
    [(_, body)] = await announced(service, announce, job)
    assert (body["type"], body["data"]["job"]["status"]) == ("job.cancelled", "cancelled")


async def test_the_callback_of_a_task_has_its_own_words_and_its_own_schedule(
    service: Service, announce: AnnounceEnd
) -> None:
    job = a_succeeded_job(callback=replace(ELSEWHERE, style=CallbackStyle.TASK))
    [(delivery, body)] = await announced(service, announce, job)
    assert delivery.schedule is ScheduleName.TASK
    assert body == {"task": str(job.id)}


async def test_all_callbacks_of_an_owner_are_signed_with_the_same_secret(
    service: Service, announce: AnnounceEnd
) -> None:
    await announced(service, announce, a_succeeded_job(callback=ELSEWHERE))
    await announced(service, announce, a_succeeded_job(callback=ELSEWHERE))
    [endpoint] = service.database.committed.webhooks.values()
    assert endpoint.is_for_callbacks


async def test_nobody_is_told_of_what_was_not_committed(
    service: Service, announce: AnnounceEnd
) -> None:
    async with service.unit_of_work() as uow:
        await announce(uow, a_succeeded_job(callback=ELSEWHERE), None)
    assert service.database.committed.deliveries == {}


@pytest.mark.parametrize("style", CallbackStyle)
def test_every_style_of_callback_has_its_words(style: CallbackStyle) -> None:
    assert style in CALLBACK_BODIES
