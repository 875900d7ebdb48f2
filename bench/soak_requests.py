"""What the clients of the soak ask for, and what they expect."""

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import httpx

from bench.soak_pieces import Piece

SEVERAL: Final = 4
"""Of so many clips, one is left behind, so that there is something to list."""
LATEST_CANCEL: Final = 3.0
"""Seconds after a job was asked for."""

REFUSALS: Final = tuple(status for status in HTTPStatus if 400 <= status < 500)


class UnexpectedAnswerError(Exception):
    """An answer that the request should not have been given; the text says which."""


class TurnedAwayError(Exception):
    """The service is busy and says when to come back, as it may."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A client with a connection and a mind of its own."""

    http: httpx.Client
    pieces: Sequence[Piece]
    chance: random.Random

    def ask(self, method: str, path: str, *expected: HTTPStatus, **more: Any) -> httpx.Response:  # noqa: ANN401
        answer = self.http.request(method, path, **more)
        if answer.status_code in expected:
            return answer
        if answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE and "retry-after" in answer.headers:
            raise TurnedAwayError
        raise UnexpectedAnswerError(
            f"{method} {path} answered {answer.status_code}: {answer.text[:200]}"
        )

    def upload(self) -> str:
        """A file that nobody has sent before."""
        sent = {"file": ("piece.flac", self.chance.choice(self.pieces).unique())}
        answer = self.ask("POST", "/api/audio", HTTPStatus.OK, HTTPStatus.CREATED, files=sent)
        return str(answer.json()["clip_id"])

    def leave(self, clip_id: str) -> None:
        if self.chance.randrange(SEVERAL):
            self.ask("DELETE", f"/api/audio/{clip_id}", HTTPStatus.OK)


def transcribe(visitor: Visitor) -> None:
    _while_waiting(visitor, diarize=False)


def tell_apart(visitor: Visitor) -> None:
    _while_waiting(visitor, diarize=True)


def follow(visitor: Visitor) -> None:
    clip_id = visitor.upload()
    job_id = _job(visitor, clip_id)
    if (end := _end_of(visitor.http, job_id)) != "succeeded":
        raise UnexpectedAnswerError(f"a job that was followed ended as {end}")
    visitor.ask("GET", f"/api/transcription/{clip_id}", HTTPStatus.OK)
    visitor.leave(clip_id)


def cancel(visitor: Visitor) -> None:
    clip_id = visitor.upload()
    job_id = _job(visitor, clip_id)
    time.sleep(visitor.chance.uniform(0, LATEST_CANCEL))
    visitor.ask("POST", f"/api/jobs/{job_id}/cancel", HTTPStatus.OK, HTTPStatus.CONFLICT)
    status = visitor.ask("GET", f"/api/jobs/{job_id}", HTTPStatus.OK).json()["status"]
    if status not in {"cancelled", "succeeded"}:
        raise UnexpectedAnswerError(f"a job that was cancelled is {status}")
    visitor.leave(clip_id)


def send_rubbish(visitor: Visitor) -> None:
    sent = visitor.chance.choice(
        (b"", b"Minutes of the meeting.", visitor.chance.randbytes(50_000))
    )
    visitor.ask("POST", "/api/audio", *REFUSALS, files={"file": ("talk.mp3", sent)})


def look_around(visitor: Visitor) -> None:
    for path in ("/api/jobs", "/api/audio", "/api/jobs?status=running", "/openapi.json"):
        visitor.ask("GET", path, HTTPStatus.OK)


REQUESTS: Final[Mapping[str, tuple[Callable[[Visitor], None], int]]] = {
    "transcribe": (transcribe, 6),
    "with speakers": (tell_apart, 3),
    "follow events": (follow, 4),
    "cancel": (cancel, 2),
    "broken file": (send_rubbish, 2),
    "list": (look_around, 3),
}
"""Each with how often it comes up, in proportion."""
TRANSCRIBING: Final = frozenset({"transcribe", "with speakers", "follow events"})
"""Those that end with a transcript."""


def _while_waiting(visitor: Visitor, *, diarize: bool) -> None:
    clip_id = visitor.upload()
    wanted = {"clip_id": clip_id, "diarize": str(diarize).lower()}
    visitor.ask("POST", "/api/transcribe", HTTPStatus.OK, params=wanted)
    visitor.leave(clip_id)


def _job(visitor: Visitor, clip_id: str) -> str:
    wanted = {"clip_id": clip_id, "diarize": "false", "wait": "false"}
    answer = visitor.ask("POST", "/api/transcribe", HTTPStatus.ACCEPTED, params=wanted)
    return str(json.loads(answer.content)["id"])


def _end_of(http: httpx.Client, job_id: str) -> str:
    """The last that is told of a job, except how far it has come."""
    told = "nothing"
    with http.stream("GET", f"/api/jobs/{job_id}/events") as events:
        for line in events.iter_lines():
            name, _, value = line.partition(":")
            if name == "event" and value.strip() != "progress":
                told = value.strip()
    return told
