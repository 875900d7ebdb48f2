"""/inference: a recording in, its text out."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.described_forms import form_with
from adapters.inbound.form_walk import FormWalk
from adapters.inbound.operation_names import operation_name
from adapters.inbound.recordings_in_forms import TakeRecording
from adapters.inbound.transcribing_requests import LASTS
from adapters.inbound.warning_headers import warning_headers
from adapters.inbound.while_connected import while_connected
from adapters.inbound.whispercpp.bodies import InferenceBody
from adapters.inbound.whispercpp.errors import RESPONSES
from adapters.inbound.whispercpp.flags import neither_yes_nor_no
from adapters.inbound.whispercpp.model_files import model_named
from adapters.inbound.whispercpp.pieces import pieces_of
from adapters.inbound.whispercpp.wishes import InferenceWishes, ResponseFormat
from adapters.inbound.wishes_in_requests import Wished, wished_in
from application.ports.repositories import StoredTranscript
from application.use_cases.jobs.request_transcription import TranscriptionRequest
from domain.transcription_options import TranscriptionOptions

router = APIRouter(
    tags=["whisper.cpp"],
    generate_unique_id_function=operation_name,
    responses=dict(RESPONSES),
)

_PART: Final = "file"
_TEXT: Final = {"schema": {"type": "string"}, "example": " Hello there.\n"}
_ANSWERED: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The transcript. The header `Hexavox-Warnings` names what was asked for and "
        "could not be had.",
        "content": {
            "application/json": {
                "schema": {"type": "object"},
                "example": {"text": " Hello there.\n"},
            },
            "text/plain": _TEXT,
            "application/x-subrip": _TEXT,
            "text/vtt": _TEXT,
        },
    }
}


@router.post(
    "/inference",
    summary="Transcribe a recording, as whisper.cpp's server does",
    response_class=Response,
    responses=_ANSWERED,
    openapi_extra=form_with(_PART, InferenceWishes),
    dependencies=[LASTS],
)
@inject
async def infer(
    request: Request,
    owner: Owner,
    upload: use.UploadClip,
    choose_model: use.ChooseModel,
    transcribe: use.Transcribe,
) -> Response:
    """Answers when the transcript is ready. Any sound or video file will do. A field that is not
    known is no error, and is named in the header `Hexavox-Warnings`."""

    async def read(form: FormWalk) -> tuple[Wished[InferenceWishes], TranscriptionOptions]:
        wished = wished_in(request, form.fields, InferenceWishes)
        model = await choose_model(model_named(wished.wishes.model))
        return wished, wished.wishes.options(model)

    async def check(form: FormWalk) -> None:
        await read(form)

    taken = await TakeRecording(upload)(request, owner, part=_PART, check=check)
    wished, options = await read(taken.form)
    stored = await while_connected(
        request,
        transcribe(TranscriptionRequest(owner=owner, clip_id=taken.clip.id, options=options)),
    )
    return await asyncio.to_thread(_answer, stored, wished)


def _answer(stored: StoredTranscript, wished: Wished[InferenceWishes]) -> Response:
    wishes, transcript = wished.wishes, stored.transcript
    body = InferenceBody(
        transcript=transcript,
        segments=pieces_of(transcript.segments, longest=wishes.max_len),
        task=stored.options.task,
        was_named=stored.options.language is not None,
    )
    answer = _WRITTEN[wishes.response_format](body, wishes)
    unclear = neither_yes_nor_no(wished.said, wishes)
    warnings = [*wished.warnings, *unclear, *wishes.warnings(), *transcript.warnings]
    answer.headers.update(warning_headers(warnings))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _verbose(body: InferenceBody, wishes: InferenceWishes) -> Response:
    with_times = not wishes.no_timestamps
    document = body.verbose(
        with_times=with_times,
        with_word_times=with_times and wishes.token_timestamps is not False,
        with_language=not wishes.no_language_probabilities,
    )
    return JSONResponse(document)


_WRITTEN: Final[Mapping[ResponseFormat, Callable[[InferenceBody, InferenceWishes], Response]]] = {
    ResponseFormat.JSON: lambda body, _: JSONResponse({"text": body.text()}),
    ResponseFormat.TEXT: lambda body, _: Response(body.text(), media_type="text/plain"),
    ResponseFormat.SRT: lambda body, wishes: Response(
        body.srt(after=wishes.offset_n), media_type="application/x-subrip"
    ),
    ResponseFormat.VTT: lambda body, _: Response(body.vtt(), media_type="text/vtt"),
    ResponseFormat.VERBOSE_JSON: _verbose,
}
