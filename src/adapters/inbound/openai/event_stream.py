"""A transcript as server-sent events, while it is being made."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event
from starlette.requests import Request

from adapters.inbound.closing_response import ClosingResponse
from adapters.inbound.openai.answers import as_json
from adapters.inbound.openai.asking import Asked
from adapters.inbound.openai.documents import diarized_segments, languages, logprobs, usage
from adapters.inbound.openai.fields import ResponseFormat
from adapters.inbound.openai.wishes import Wishes
from adapters.inbound.openai_errors import error_document
from adapters.inbound.refusals import INTERNAL, Refusal, refusal_of
from adapters.inbound.request_ids import request_id_of
from adapters.inbound.signs_of_life import with_signs_of_life
from adapters.inbound.warning_headers import warning_headers
from adapters.inbound.while_connected import while_connected
from application.errors import ApplicationError
from application.use_cases.transcripts.follow_transcription import (
    Following,
    FollowTranscription,
    Heard,
    Made,
)
from domain.errors import DomainError
from domain.transcript import Segment, Transcript, Word

DELTA: Final = "transcript.text.delta"
DONE: Final = "transcript.text.done"
EVENT_STREAM: Final = "text/event-stream"

_LOG: Final = logging.getLogger(__name__)
_SILENCE: Final = 10.0
"""Seconds after which a comment keeps proxies and clients from closing the line."""


@dataclass(frozen=True, slots=True)
class AnswerInEvents:
    request: Request
    follow: FollowTranscription
    silence: float = _SILENCE

    async def __call__(self, asked: Asked) -> ClosingResponse:
        """What goes wrong before the first sign of work is raised, and answered as any error is."""
        items = with_signs_of_life(self.follow(asked.request), self.silence)
        first = await while_connected(self.request, anext(items))
        events = self._events(first, items, _Telling(asked.wishes))
        return ClosingResponse(events, EVENT_STREAM, warning_headers(asked.warnings))

    async def _events(
        self,
        first: Following | None,
        items: AsyncGenerator[Following | None],
        telling: "_Telling",
    ) -> AsyncGenerator[bytes]:
        item = first
        try:
            async with aclosing(items):
                while not isinstance(item, Made):
                    for event in telling.heard(item):
                        yield event
                    item = await anext(items)
            for event in await asyncio.to_thread(lambda: list(telling.end(item.stored.transcript))):
                yield event
        except (ApplicationError, DomainError) as error:
            yield _failure(refusal_of(error))
        except Exception:  # noqa: BLE001 - the answer has begun: nobody else could tell it
            _LOG.exception("a stream broke off (request %s)", request_id_of(self.request.scope))
            yield _failure(INTERNAL)


@dataclass(slots=True)
class _Telling:
    wishes: Wishes
    text: str = field(default="", init=False)
    """All that was told so far."""
    words: list[Word] = field(default_factory=list, init=False)
    """Only where their likelihood is to be told at the end."""

    def heard(self, item: Following | None) -> Iterator[bytes]:
        """New text, or a sign of life."""
        if not isinstance(item, Heard):
            yield KEEPALIVE_COMMENT
            return
        for segment in item.segments:
            yield _event(self._delta(segment))

    def end(self, transcript: Transcript) -> Iterator[bytes]:
        if self.wishes.form is ResponseFormat.DIARIZED_JSON:
            yield from map(_event, diarized_segments(transcript))
        yield _event(self._done(transcript))

    def _delta(self, segment: Segment) -> dict[str, Any]:
        delta = f" {segment.text}" if self.text else segment.text
        self.text += delta
        return {"type": DELTA, "delta": delta, **self._logprobs_of(segment)}

    def _logprobs_of(self, segment: Segment) -> dict[str, Any]:
        if not self.wishes.with_logprobs:
            return {}
        self.words.extend(segment.words)
        return {"logprobs": logprobs(segment.words)}

    def _done(self, transcript: Transcript) -> dict[str, Any]:
        """Its text is what was told before, to the letter."""
        done: dict[str, Any] = {"type": DONE, "text": self.text, "usage": usage(transcript)}
        if self.wishes.transcription.languages:
            done["languages"] = languages(transcript)
        if self.wishes.with_logprobs:
            done["logprobs"] = logprobs(self.words)
        if transcript.warnings:
            done["warnings"] = list(transcript.warnings)
        return done


def _event(body: Mapping[str, Any]) -> bytes:
    return format_sse_event(data_str=as_json(body))


def _failure(refusal: Refusal) -> bytes:
    """openai-python raises it as an APIError (`_streaming.py`)."""
    return format_sse_event(event="error", data_str=as_json(error_document(refusal)))
