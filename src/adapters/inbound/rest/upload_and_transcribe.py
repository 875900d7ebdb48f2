"""/api/upload+transcribe: a recording in, its transcript or its job out, in one request."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from adapters.inbound import dependencies as use
from adapters.inbound.callers import owner_of
from adapters.inbound.field_errors import all_refused, refused_by_model
from adapters.inbound.form_walk import FormWalk
from adapters.inbound.known_parts import refuse_unknown_parts
from adapters.inbound.problem_details import responses
from adapters.inbound.recordings_in_forms import TakeRecording
from adapters.inbound.rest.clips import FORM_WITH_FILE
from adapters.inbound.rest.transcribe_query import TranscriptionWishes
from adapters.inbound.rest.transcribing import TRANSCRIBED, Answering, Prefer
from adapters.inbound.rest.transcript_body import TranscriptBody
from adapters.inbound.transcribing_requests import LASTS
from application.use_cases.jobs.request_transcription import RequestJob
from application.use_cases.models.choose_model import ChooseModel
from domain.audio_clip import OwnerId

router = APIRouter(tags=["transcripts"], dependencies=[LASTS])

_RESPONSES: Final = {
    **TRANSCRIBED,
    **responses(HTTPStatus.BAD_REQUEST, HTTPStatus.INSUFFICIENT_STORAGE),
}


@router.post(
    "/upload-and-transcribe",
    include_in_schema=False,
    response_model=TranscriptBody,
    response_model_exclude_unset=True,
)
@router.post(
    "/upload+transcribe",
    summary="Upload a recording and transcribe it",
    response_model=TranscriptBody,
    response_model_exclude_unset=True,
    openapi_extra=dict(FORM_WITH_FILE),
    responses=_RESPONSES,
)
@inject
async def upload_and_transcribe(
    request: Request,
    query: Annotated[TranscriptionWishes, Query()],
    upload: use.UploadClip,
    transcribe: use.Transcribe,
    request_job: use.RequestJob,
    choose_model: use.ChooseModel,
    prefer: Prefer = "",
) -> TranscriptBody | JSONResponse:
    """Both in one request. With a `callback_url` the answer is the job (202), and the transcript is
    sent there when it is ready. `/api/upload-and-transcribe` is the same.

    The wishes may also stand in the form, as fields, where they do not contradict the query. The
    recording is kept as a clip, and is named by the transcript's `clip_id`; nothing is kept when
    the wishes make no sense.
    """
    owner = owner_of(request.scope)
    checking = _Checking(query, owner, choose_model, request_job)
    await checking.sense_of(query)
    take = TakeRecording(upload, passing=False)
    taken = await take(request, owner, part="file", check=checking.sense_of_form)
    wishes = checking.wishes_in(taken.form)
    answering = Answering(request, owner, prefer, transcribe, request_job)
    model = await choose_model(wishes.model, wishes.engines())
    return await answering(taken.clip.id, wishes, model)


@dataclass(frozen=True, slots=True)
class _Checking:
    """What is wrong with wishes is told before the file is taken in, and with fields that come
    after it before it is kept."""

    query: TranscriptionWishes
    owner: OwnerId
    choose_model: ChooseModel
    request_job: RequestJob

    def wishes_in(self, form: FormWalk) -> TranscriptionWishes:
        """As far as the form has been read. Raises RequestValidationError."""
        refuse_unknown_parts(
            form,
            known=TranscriptionWishes.model_fields,
            advice=f"the fields are {', '.join(TranscriptionWishes.model_fields)}",
        )
        return _with_fields(self.query, form.fields)

    async def sense_of_form(self, form: FormWalk) -> None:
        await self.sense_of(self.wishes_in(form))

    async def sense_of(self, wishes: TranscriptionWishes) -> None:
        """Raises what ChooseModel and RequestJob raise, and InvalidValueError."""
        wishes.levels()
        model = await self.choose_model(wishes.model, wishes.engines())
        await self.request_job.check(wishes.to_job(self.owner, None, model))


def _with_fields(
    query: TranscriptionWishes, fields: Mapping[str, list[str]]
) -> TranscriptionWishes:
    """Raises RequestValidationError for fields that make no sense, stand there twice, or say
    something else than the query."""
    twice = [name for name, values in fields.items() if len(values) > 1]
    if twice:
        raise all_refused(dict.fromkeys(twice, "given more than once"))
    said: dict[str, Any] = {name: values[0] for name, values in fields.items()}
    asked = query.model_dump(exclude_unset=True)
    try:
        form = TranscriptionWishes.model_validate(said).model_dump(exclude_unset=True)
        wishes = TranscriptionWishes.model_validate({**form, **asked})
    except ValidationError as error:
        raise refused_by_model(error) from error
    clashing = [name for name in form if name in asked and form[name] != asked[name]]
    if clashing:
        raise all_refused({each: _clash(form[each], asked[each]) for each in clashing})
    return wishes


def _clash(in_form: object, in_query: object) -> str:
    return f"the form says {_told(in_form)} and the query says {_told(in_query)}; send one of them"


def _told(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)[:100]
