"""What pyannoteAI answers for a job of diarization: https://docs.pyannote.ai/api-reference/get-job"""

from collections.abc import Sequence
from math import inf
from typing import Final

from pydantic import BaseModel, Field, ValidationError

from adapters.outbound.engines.pyannote_turns import Track, Voices, diarization
from adapters.outbound.hosted.hosted_api import JsonObject
from application.errors import HostedServiceError
from domain.transcript import Diarization

NAME: Final = "pyannoteAI"


class _Turn(BaseModel):
    speaker: str
    start: float
    end: float


class _Output(BaseModel):
    diarization: list[_Turn]
    exclusive: list[_Turn] | None = Field(default=None, alias="exclusiveDiarization")


class _Job(BaseModel):
    output: _Output


def diarization_of(job: JsonObject) -> Diarization:
    """Who held the floor is taken from the exclusive turns where they were asked for, and else
    from all: whoever began first. Raises HostedServiceError."""
    try:
        output = _Job.model_validate(job).output
    except ValidationError as error:
        raise HostedServiceError(f"{NAME} answered a job without speaker turns.") from error
    every = _tracks(output.diarization)
    floor = every if output.exclusive is None else _tracks(output.exclusive)
    return diarization(Voices(floor=floor, overlapping=every), duration=inf)


def _tracks(turns: Sequence[_Turn]) -> list[Track]:
    return [(turn.start, turn.end, turn.speaker) for turn in turns]
