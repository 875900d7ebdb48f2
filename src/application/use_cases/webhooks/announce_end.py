"""Writing down whom to tell that a job has ended."""

from collections.abc import Mapping
from dataclasses import dataclass

from application.ports.clock import Clock
from application.ports.identifiers import NewId
from application.ports.repositories import StoredTranscript
from application.ports.unit_of_work import UnitOfWork
from application.use_cases.webhooks.event_bodies import (
    BodyOf,
    JobEnd,
    thin_event,
)
from application.use_cases.webhooks.owned_endpoint import OwnedEndpoint
from domain.callback import Callback, CallbackStyle
from domain.delivery_schedule import SCHEDULE_OF, ScheduleName
from domain.transcription_job import TranscriptionJob
from domain.webhook import EVENT_OF, EndpointId, callbacks_id
from domain.webhook_delivery import DeliveryId, EventId, WebhookDelivery


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceEnd:
    """Add a delivery for each of the owner's endpoints that wants the event, and one for the job's
    callback. All have the same event id.

    Called in the unit of work in which the job ends, and committed with it: a job that ended is
    told of, and one that did not is not. The messages are written now, so that they are there
    when the job is not any more.
    """

    owned: OwnedEndpoint
    clock: Clock
    new_id: NewId
    callback_bodies: Mapping[CallbackStyle, BodyOf]

    async def __call__(
        self, uow: UnitOfWork, job: TranscriptionJob, stored: StoredTranscript | None
    ) -> None:
        end = JobEnd(job=job, stored=stored, at=self.clock.now())
        event_id = EventId(self.new_id())
        for endpoint in await uow.webhooks.all(job.owner):
            if endpoint.url is not None and endpoint.wants(EVENT_OF[job.status]):
                delivery = self._delivery(event_id, end, endpoint.id, endpoint.url)
                await uow.deliveries.add(delivery, await thin_event(uow, end))
        if job.callback is not None:
            await self._call_back(uow, event_id, end, job.callback)

    async def _call_back(
        self, uow: UnitOfWork, event_id: EventId, end: JobEnd, callback: Callback
    ) -> None:
        owner = end.job.owner
        signing = await self.owned(uow, owner, callbacks_id(owner))
        schedule = SCHEDULE_OF[callback.style]
        delivery = self._delivery(event_id, end, signing.id, callback.url, schedule=schedule)
        await uow.deliveries.add(delivery, await self.callback_bodies[callback.style](uow, end))

    def _delivery(
        self,
        event_id: EventId,
        end: JobEnd,
        endpoint_id: EndpointId,
        url: str,
        *,
        schedule: ScheduleName = ScheduleName.STANDARD,
    ) -> WebhookDelivery:
        return WebhookDelivery(
            id=DeliveryId(self.new_id()),
            event_id=event_id,
            event=EVENT_OF[end.job.status],
            owner=end.job.owner,
            endpoint_id=endpoint_id,
            job_id=end.job.id,
            url=url,
            schedule=schedule,
            next_attempt_at=end.at,
            created_at=end.at,
        )
