"""/v1/audio/diarization: who spoke when."""

import asyncio
from http import HTTPStatus
from typing import Any, Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Request, Response

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.described_forms import form_with_lists
from adapters.inbound.form_walk import FormWalk
from adapters.inbound.known_speakers import ROOM_FOR_VOICES, voices_of
from adapters.inbound.openai_errors import RESPONSES
from adapters.inbound.recordings_in_forms import TakeRecording
from adapters.inbound.speaches.diarization_body import RTTM_EXAMPLE, TurnsBody, turns_answer
from adapters.inbound.speaches.diarization_form import DiarizationFields
from adapters.inbound.speaches.given_form import ReadForm
from adapters.inbound.transcribing_requests import LASTS
from adapters.inbound.warning_headers import DESCRIBED, warning_headers
from adapters.inbound.while_connected import while_connected
from application.use_cases.speakers.diarize import DiarizationRequest, ToldApart
from domain.audio_clip import AudioClip

router = APIRouter(tags=["speaches"])

_PART: Final = "file"
_ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    **RESPONSES,
    int(HTTPStatus.OK): {
        "headers": dict(DESCRIBED),
        "content": {"text/plain": {"schema": {"type": "string"}, "example": RTTM_EXAMPLE}},
    },
}


@router.post(
    "/v1/audio/diarization",
    summary="Tell the speakers of a recording apart",
    openapi_extra=form_with_lists(_PART, DiarizationFields, DiarizationFields.LISTS),
    response_model=TurnsBody,
    response_model_exclude_unset=True,
    responses=_ANSWERS,
    dependencies=[LASTS],
)
@inject
async def create_diarization(
    request: Request,
    owner: Owner,
    upload: use.UploadClip,
    hear: use.HearSamples,
    choose_model: use.ChooseModel,
    diarize: use.Diarize,
) -> Response:
    """Who spoke when, also at the same time. It is a job like any other, so it may wait for its
    turn; a client that goes away cancels it."""
    read = ReadForm(request, DiarizationFields)

    async def check(form: FormWalk) -> None:
        await choose_model(None, read(form).fields.engines)

    async def told_apart(clip: AudioClip, fields: DiarizationFields) -> ToldApart:
        model = await choose_model(None, fields.engines)
        known = await voices_of(fields.known_speaker_names, fields.known_speaker_references, hear)
        return await diarize(
            DiarizationRequest(
                owner=owner,
                clip_id=clip.id,
                options=fields.options(model),
                known=known,
                text=fields.text_options(model),
            )
        )

    recorded = await TakeRecording(upload)(
        request, owner, part=_PART, check=check, room=ROOM_FOR_VOICES
    )
    given = read(recorded.form)
    told = await while_connected(request, told_apart(recorded.clip, given.fields))
    warnings = [*given.warnings(), *given.fields.unheeded(), *told.warnings]
    return await asyncio.to_thread(
        turns_answer,
        told,
        given.fields,
        recorded.clip.format.duration,
        warning_headers(warnings),
    )
