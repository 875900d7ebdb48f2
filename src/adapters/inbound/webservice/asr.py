"""/asr: a recording in, its text out."""

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any, Final

from dependency_injector.wiring import inject
from fastapi import APIRouter, Depends, Request, Response

from adapters.inbound import dependencies as use
from adapters.inbound.callers import Owner
from adapters.inbound.described_forms import form_or_query_with
from adapters.inbound.form_walk import FormWalk
from adapters.inbound.operation_names import operation_name
from adapters.inbound.recordings_in_forms import TakeRecording
from adapters.inbound.transcribing_requests import LASTS
from adapters.inbound.webservice.answer_form import AsrDialect, Wanted
from adapters.inbound.webservice.asr_answer import AsrAnswer
from adapters.inbound.webservice.asr_wishes import AsrWishes
from adapters.inbound.webservice.errors import PART, RESPONSES
from adapters.inbound.webservice.raw_uploads import Encoding
from adapters.inbound.while_connected import while_connected
from adapters.inbound.wishes_in_requests import Wished, wished_in
from application.use_cases.jobs.request_transcription import TranscriptionRequest
from application.use_cases.models.choose_model import ChooseModel
from application.use_cases.service.report_health import ReportHealth
from application.use_cases.transcripts.transcribe import Transcribe
from domain.subtitle_shape import SubtitleShape
from domain.transcription_job import Stage
from domain.transcription_options import TranscriptionOptions

router = APIRouter(
    tags=["whisper-asr-webservice"],
    generate_unique_id_function=operation_name,
    responses=dict(RESPONSES),
)

_TEXT: Final = {"type": "string"}
_SEGMENT: Final = {
    "start": 0.5,
    "end": 2.3,
    "text": "Hello, welcome to the meeting.",
    "speaker": "SPEAKER_00",
    "words": [{"word": "Hello,", "start": 0.5, "end": 0.8, "score": 0.95}],
}
_ANSWERED: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The transcript: JSON where `output_format` rules, and else bare text. The "
        "header `Hexavox-Warnings` names what was asked for and could not be had.",
        "content": {
            "application/json": {
                "schema": {"type": "object"},
                "example": {
                    "text": [_SEGMENT],
                    "language": "en",
                    "segments": [_SEGMENT],
                    "word_segments": _SEGMENT["words"],
                },
            },
            "text/plain": {
                "schema": _TEXT,
                "example": "1\n00:00:00,500 --> 00:00:02,300\nHello, welcome to the meeting.\n",
            },
        },
    }
}


@dataclass(frozen=True, slots=True)
class _Desk:
    """All that it takes to answer."""

    take: TakeRecording
    choose_model: ChooseModel
    transcribe: Transcribe
    report_health: ReportHealth
    shape: SubtitleShape
    compat: AsrDialect

    async def read(self, request: Request, form: FormWalk) -> "_Asked":
        """As far as the form has been read. Raises RequestValidationError, UnknownModelError,
        EngineNotOfferedError, InvalidOptionError."""
        wished = wished_in(request, form.fields, AsrWishes)
        wanted = wished.wishes.wanted(self.compat)
        model = await self.choose_model(wished.wishes.model, wished.wishes.engines())
        return _Asked(wished, wanted, wished.wishes.options(model, wanted))

    def answer(self, asked: "_Asked", filename: str) -> AsrAnswer:
        wishes = asked.wished.wishes
        usual = self.report_health().stages[Stage.TRANSCRIBE].name
        return AsrAnswer(
            wanted=asked.wanted,
            with_words=wishes.shows_words(asked.wanted),
            shape=self.shape,
            engine=asked.options.engines.transcriber or usual,
            filename=filename,
            warnings=[*asked.wished.warnings, *wishes.warnings(asked.wanted)],
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    wished: Wished[AsrWishes]
    wanted: Wanted
    options: TranscriptionOptions


@inject
def _desk(
    *,
    upload: use.UploadClip,
    choose_model: use.ChooseModel,
    transcribe: use.Transcribe,
    report_health: use.ReportHealth,
    shape: use.UsualSubtitles,
    compat: use.AsrCompat,
) -> _Desk:
    return _Desk(TakeRecording(upload), choose_model, transcribe, report_health, shape, compat)


@router.post(
    "/asr",
    summary="Transcribe a recording, as whisper-asr-webservice does",
    response_class=Response,
    responses=_ANSWERED,
    openapi_extra=form_or_query_with(PART, AsrWishes),
    dependencies=[LASTS],
)
async def transcribe_recording(
    request: Request, owner: Owner, desk: Annotated[_Desk, Depends(_desk)]
) -> Response:
    """Answers when the transcript is ready. All parameters may stand in the query or in the form;
    the query wins. With `output_format` it answers as whisperx-asr-service does, with `output` as
    whisper-asr-webservice; docs/webservice.md has both. A parameter that is not known is no error,
    and is named in the header `Hexavox-Warnings`.
    """
    encoding = Encoding(request)

    async def check(form: FormWalk) -> None:
        encoding.note(form.fields)
        await desk.read(request, form)

    taken = await desk.take(request, owner, part=PART, check=check, rewrite=encoding.applied)
    asked = await desk.read(request, taken.form)
    wanted = TranscriptionRequest(owner=owner, clip_id=taken.clip.id, options=asked.options)
    stored = await while_connected(request, desk.transcribe(wanted))
    return await asyncio.to_thread(desk.answer(asked, taken.filename), stored)
