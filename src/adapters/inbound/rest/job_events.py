"""A job's life as server-sent events."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Final

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from adapters.inbound.rest.job_body import JobBody, JobEventBody
from adapters.inbound.signs_of_life import with_signs_of_life
from application.errors import JobNotFoundError, ServiceStoppingError
from application.use_cases.jobs.look_at_jobs import JobView

_SILENCE: Final = 15.0
"""Seconds after which a comment keeps proxies from closing the line."""


async def as_events(views: AsyncIterator[JobView], *, after: int) -> AsyncGenerator[bytes]:
    """What happened is told once, under its number, from the one after `after`; how far the job has
    come is told in between, without a number, so that nothing is lost to a client who resumes."""
    told = after
    try:
        async with aclosing(with_signs_of_life(views, _SILENCE)) as lively:
            async for view in lively:
                if view is None:
                    yield KEEPALIVE_COMMENT
                    continue
                for event in view.history:
                    if event.number > told:
                        told = event.number
                        body = JobEventBody.of(event).model_dump_json()
                        yield format_sse_event(event=event.what, data_str=body, id=str(told))
                yield format_sse_event(
                    event="progress", data_str=JobBody.of_view(view).model_dump_json()
                )
    except JobNotFoundError:
        yield format_sse_event(event="deleted", data_str="{}")
    except ServiceStoppingError:
        return  # the client comes back with the number it has, to this server or to its successor
