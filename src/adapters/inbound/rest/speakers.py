"""/api/speakers: those whose voices are known by name."""

from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from dependency_injector.wiring import inject
from fastapi import APIRouter, Path, Request, Response

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.example_ids import SPEAKER_ID
from adapters.inbound.problem_details import responses
from adapters.inbound.rest.speaker_bodies import (
    SpeakerBody,
    SpeakerListBody,
    VerificationBody,
    form_of,
)
from adapters.inbound.rest.voice_form import CLIP_IDS, NAME, SAMPLES, Fields, ReadVoices, one_of
from application.use_cases.speakers.enrol_speaker import Enrolment
from domain.enrolled_speaker import SpeakerId, SpeakerName, speaker_name
from domain.errors import InvalidSpeakerError

router = APIRouter(prefix="/speakers", tags=["speakers"])

SpeakerPath = Annotated[
    UUID, Path(description="The speaker_id that the enrolment answered.", examples=[SPEAKER_ID])
]
NO_SUCH_SPEAKER: Final = responses(HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
_HEARING: Final = responses(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
    HTTPStatus.INTERNAL_SERVER_ERROR,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.INSUFFICIENT_STORAGE,
)
_ENROLLING: Final = {**_HEARING, **responses(HTTPStatus.CONFLICT)}
_TWO: Final = 2


@router.post(
    "",
    summary="Enrol a speaker",
    status_code=HTTPStatus.CREATED,
    openapi_extra=form_of(NAME, SAMPLES, CLIP_IDS, required=(NAME,)),
    responses=_ENROLLING,
)
@inject
async def enrol_speaker(
    owner: Owner, request: Request, response: Response, hear: use.HearVoice, enrol: use.EnrolSpeaker
) -> SpeakerBody:
    """Have somebody recognised by their voice, wherever `identify=true` asks for it.

    What the voice sounds like is kept, as 192 numbers for each sample; the samples are not.
    """

    async def check(fields: Fields) -> None:
        if (name := _name_in(fields)) is not None:
            await enrol.check(owner, name)

    given = await ReadVoices(request, hear, owner, (NAME, CLIP_IDS), check)()
    name = _name_in(given.fields)
    if name is None:
        raise InvalidSpeakerError("the form has no field `name` that says what to call the speaker")
    speaker = await enrol(Enrolment(owner=owner, name=name, prints=given.prints))
    response.headers["location"] = f"/api/speakers/{speaker.id}"
    return SpeakerBody.of(speaker)


@router.get("", summary="List the speakers")
@inject
async def list_speakers(owner: Owner, list_them: use.ListSpeakers) -> SpeakerListBody:
    """All who are enrolled, the first first."""
    return SpeakerListBody(items=[SpeakerBody.of(each) for each in await list_them(owner)])


@router.get("/{speaker_id}", summary="Look at a speaker", responses=NO_SUCH_SPEAKER)
@inject
async def get_speaker(owner: Owner, speaker_id: SpeakerPath, get: use.GetSpeaker) -> SpeakerBody:
    """What somebody is called, and by how many samples they are known."""
    return SpeakerBody.of(await get(owner, SpeakerId(speaker_id)))


@router.patch(
    "/{speaker_id}",
    summary="Rename a speaker, or add samples",
    openapi_extra=form_of(NAME, SAMPLES, CLIP_IDS),
    responses=_ENROLLING,
)
@inject
async def update_speaker(
    owner: Owner,
    speaker_id: SpeakerPath,
    request: Request,
    hear: use.HearVoice,
    get: use.GetSpeaker,
    update: use.UpdateSpeaker,
) -> SpeakerBody:
    """Both in one request, or either. Transcripts that are kept keep the name that they have; asked
    for again with `identify=true`, they have the new one."""
    await get(owner, SpeakerId(speaker_id))

    async def check(fields: Fields) -> None:
        _name_in(fields)

    given = await ReadVoices(request, hear, owner, (NAME, CLIP_IDS), check)()
    name = _name_in(given.fields)
    if name is None and not given.prints:
        raise InvalidSpeakerError("the form has neither a `name` nor any `samples` or `clip_ids`")
    speaker = await update(owner, SpeakerId(speaker_id), name=name, more=given.prints)
    return SpeakerBody.of(speaker)


@router.delete(
    "/{speaker_id}",
    summary="Forget a speaker",
    status_code=HTTPStatus.NO_CONTENT,
    responses=NO_SUCH_SPEAKER,
)
@inject
async def forget_speaker(owner: Owner, speaker_id: SpeakerPath, forget: use.ForgetSpeaker) -> None:
    """Forget a name, and all that is known of the voice."""
    await forget(owner, SpeakerId(speaker_id))


@router.post(
    "/verify",
    summary="Compare two voices",
    openapi_extra=form_of(SAMPLES, CLIP_IDS),
    responses=_HEARING,
)
@inject
async def verify_speakers(
    owner: Owner, request: Request, hear: use.HearVoice, verify: use.VerifySpeakers
) -> VerificationBody:
    """Whether the same person speaks in two recordings: two `samples`, two `clip_ids`, or one of
    each. Nothing is kept."""
    given = await ReadVoices(request, hear, owner, (CLIP_IDS,), _anything, _TWO)()
    if len(given.prints) != _TWO:
        raise InvalidSpeakerError(
            f"two recordings are compared, and the form has {len(given.prints)} in `samples` and "
            "`clip_ids` together"
        )
    return VerificationBody.of(verify(*given.prints))


async def _anything(_fields: Fields) -> None:
    """There is nothing to check before the samples."""


def _name_in(fields: Fields) -> SpeakerName | None:
    """Raises InvalidSpeakerError, RequestValidationError."""
    name = one_of(fields, NAME)
    return None if name is None else speaker_name(name)
