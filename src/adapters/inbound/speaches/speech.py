"""/v1/audio/speech: where somebody speaks, and by what voice."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, Literal

from dependency_injector.wiring import inject
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.described_forms import form_with
from adapters.inbound.form_walk import FormWalk
from adapters.inbound.openai_errors import RESPONSES
from adapters.inbound.recordings_in_forms import TakeRecording
from adapters.inbound.speaches.given_form import FormFields, ReadForm
from adapters.inbound.speaches.speech_form import SpeechFields
from adapters.inbound.warning_headers import DESCRIBED, warning_headers
from adapters.inbound.while_connected import while_connected
from application.waveform import SAMPLE_RATE
from domain.time_span import TimeSpan
from domain.voice_print import VoicePrint

router = APIRouter(prefix="/v1/audio/speech", tags=["speaches"])

_PART: Final = "file"
_ANSWERS: Final[Mapping[int | str, dict[str, Any]]] = {
    **RESPONSES,
    int(HTTPStatus.OK): {"headers": dict(DESCRIBED)},
}
_STRETCH: Final[JsonDict] = {"start": 512, "end": 2848}
_FOUND: Final[Mapping[str, Any]] = {"content": {"application/json": {"example": [_STRETCH]}}}


class StretchBody(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [_STRETCH]})

    start: int = Field(description="Milliseconds.")
    end: int = Field(description="Milliseconds.")

    @classmethod
    def of(cls, span: TimeSpan) -> "StretchBody":
        return cls(start=round(span.start * 1000), end=round(span.end * 1000))


class EmbeddingFields(FormFields):
    model: str | None = Field(
        default=None,
        description="Any name will do: the service has one model that knows voices, and the answer "
        "names it.",
        examples=["campplus-zh-en-common/1"],
    )


class EmbeddingBody(BaseModel):
    object: Literal["embedding"] = "embedding"
    embedding: list[float] = Field(description="192 numbers: a vector of length 1.")
    index: int = 0


class UsageBody(BaseModel):
    prompt_tokens: int = Field(description="Samples of sound, at 16 kHz.")
    total_tokens: int


class EmbeddingsBody(BaseModel):
    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "object": "list",
                    "data": [{"object": "embedding", "embedding": [0.062, -0.018], "index": 0}],
                    "model": "campplus-zh-en-common/1",
                    "usage": {"prompt_tokens": 48000, "total_tokens": 48000},
                }
            ]
        }
    )

    object: Literal["list"] = "list"
    data: list[EmbeddingBody]
    model: str = Field(description="Vectors of another model say nothing of these.")
    usage: UsageBody

    @classmethod
    def of(cls, voice: VoicePrint, duration: float) -> "EmbeddingsBody":
        samples = round(duration * SAMPLE_RATE)
        return cls(
            data=[EmbeddingBody(embedding=list(voice.vector))],
            model=voice.model,
            usage=UsageBody(prompt_tokens=samples, total_tokens=samples),
        )


@router.post(
    "/timestamps",
    summary="Find where somebody speaks",
    openapi_extra=form_with(_PART, SpeechFields),
    responses={**_ANSWERS, int(HTTPStatus.OK): {**_ANSWERS[HTTPStatus.OK], **_FOUND}},
)
@inject
async def find_speech(
    request: Request,
    response: Response,
    owner: Owner,
    upload: use.UploadClip,
    choose_model: use.ChooseModel,
    find: use.FindSpeech,
) -> list[StretchBody]:
    """Stretches of speech, in order, in milliseconds. A client that goes away ends the work."""
    read = ReadForm(request, SpeechFields)

    async def check(form: FormWalk) -> None:
        await choose_model(None, read(form).fields.engines)

    recorded = await TakeRecording(upload)(request, owner, part=_PART, check=check)
    given = read(recorded.form)
    fields = given.fields
    finding = find(recorded.clip, fields.thresholds(), fields.engines.speech_detector)
    spans = await while_connected(request, finding)
    response.headers.update(warning_headers([*given.warnings(), *fields.unheeded()]))
    return [StretchBody.of(span) for span in spans]


@router.post(
    "/embedding",
    summary="Learn what a voice sounds like",
    openapi_extra=form_with(_PART, EmbeddingFields),
    responses=dict(_ANSWERS),
)
@inject
async def create_speech_embedding(
    request: Request,
    response: Response,
    owner: Owner,
    upload: use.UploadClip,
    hear: use.HearVoice,
) -> EmbeddingsBody:
    """The voice in a recording of one speaker, as a vector: the cosine of two says how alike they
    are. Of a long recording the first five minutes are listened to."""
    read = ReadForm(request, EmbeddingFields)
    recorded = await TakeRecording(upload)(request, owner, part=_PART, check=read.check)
    given = read(recorded.form)
    voice = await while_connected(request, hear.in_recording(recorded.clip))
    wanted = given.fields.model
    other = [f"model={wanted[:60]} has no effect: {voice.model} was used."] if wanted else []
    warnings = [] if wanted == voice.model else other
    response.headers.update(warning_headers([*given.warnings(), *warnings]))
    return EmbeddingsBody.of(voice, recorded.clip.format.duration)
