"""/api/transcribe/stream: reading along while a clip is transcribed."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from http import HTTPStatus
from types import MappingProxyType
from typing import Annotated, Any, Final
from uuid import UUID

from dependency_injector.wiring import inject
from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import StreamingResponse
from pydantic import Field

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.closing_response import ClosingResponse
from adapters.inbound.example_ids import CLIP_ID
from adapters.inbound.no_body import refuse_body
from adapters.inbound.problem_details import responses
from adapters.inbound.rest.stream_formats import (
    MEDIA_TYPES,
    WRITERS,
    StreamFormat,
    accepted_format,
)
from adapters.inbound.rest.transcribe_query import HearingWishes
from adapters.inbound.rest.transcript_lines import MARK, Line, Telling
from adapters.inbound.rest.transcript_stream import as_lines, begun
from adapters.inbound.transcribing_requests import LASTS
from domain.audio_clip import ClipId

router = APIRouter(tags=["transcripts"])


class StreamQuery(HearingWishes):
    clip_id: UUID = Field(description="The clip_id that the upload answered.", examples=[CLIP_ID])
    format: StreamFormat | None = Field(
        default=None,
        description="`ndjson` for JSON lines, `sse` for server-sent events. Left out, it is what "
        "the Accept header names, or else JSON lines.",
        examples=[StreamFormat.NDJSON],
    )


Accept = Annotated[
    str,
    Header(
        description="`text/event-stream` asks for server-sent events.",
        examples=["text/event-stream"],
    ),
]
LastEventId = Annotated[
    str | None,
    Header(
        alias="Last-Event-ID",
        pattern=MARK,
        description="The id of the last event that the client has: text up to there is left out.",
        examples=["segment-42"],
    ),
]

_LINES: Final = (
    '{"heartbeat":{"stage":"transcribe","progress":0.21,'
    '"job_id":"0b1f7c1e-93e5-4f0e-a1f3-4b3f0f8c2d77","status":"running"}}\n'
    '{"segment":{"id":0,"speaker":null,"start":0.0,"end":2.5,"text":"Hello, how are you today?"}}\n'
    '{"done":{"clip_id":"5f0f4a8e-6b1c-4c43-9d1c-0d9f6f5d2a11",'
    '"job_id":"0b1f7c1e-93e5-4f0e-a1f3-4b3f0f8c2d77","language":"en",'
    '"language_probability":0.998,"duration":2.74,"segments":1,"warnings":[]}}\n'
)
_EVENTS: Final = (
    "event: segment\n"
    'data: {"id":0,"speaker":null,"start":0.0,"end":2.5,"text":"Hello, how are you today?"}\n'
    "id: segment-5\n\n"
)
_CONTENT: Final[Mapping[str, Any]] = MappingProxyType(
    {
        MEDIA_TYPES[StreamFormat.NDJSON]: {"schema": {"type": "string"}, "example": _LINES},
        MEDIA_TYPES[StreamFormat.SSE]: {"schema": {"type": "string"}, "example": _EVENTS},
    }
)


@router.post(
    "/transcribe/stream",
    summary="Transcribe a clip and read along",
    response_class=StreamingResponse,
    responses={
        200: {"description": "The text as it is heard.", "content": dict(_CONTENT)},
        **responses(
            HTTPStatus.NOT_FOUND,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.INTERNAL_SERVER_ERROR,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    },
    dependencies=[Depends(refuse_body), LASTS],
)
@inject
async def transcribe_stream(
    owner: Owner,
    query: Annotated[StreamQuery, Query()],
    follow: use.FollowTranscription,
    choose_model: use.ChooseModel,
    accept: Accept = "",
    last_event_id: LastEventId = None,
) -> StreamingResponse:
    """What `POST /api/transcribe` answers, line by line while the clip is transcribed. Each line is
    an object with one key; a server-sent event has that name, and what the key holds as its data.

    `segment` is text, of about a sentence. With `diarize=false` it comes as soon as it is heard,
    with the transcriber's own times. With `diarize=true`, as it is when left out, nobody knows who
    speaks before the end: text comes as `heard` at once, and again as `segment`, with speakers and
    final times, at the end. In lines of one name no word comes twice.

    `heartbeat` says how far the job has come, and comes at least every ten seconds. `done` is the
    last line, or `error`, if it fails. What goes wrong before the first line is answered as by any
    other endpoint. A client who goes away cancels work that nobody else waits for.
    """
    levels = query.levels()
    model = await choose_model(query.model, query.engines())
    request = query.to_request(owner, ClipId(query.clip_id), model)
    form = query.format or accepted_format(accept)
    telling = Telling(query.diarize, query.word_timestamps, levels).after(last_event_id)
    lines = as_lines(await begun(follow(request)), telling)
    return ClosingResponse(_written(lines, WRITERS[form]), MEDIA_TYPES[form])


async def _written(
    lines: AsyncGenerator[Line], write: Callable[[Line], bytes]
) -> AsyncGenerator[bytes]:
    async with aclosing(lines):
        async for line in lines:
            yield write(line)
