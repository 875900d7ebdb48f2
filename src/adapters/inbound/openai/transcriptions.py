"""/v1/audio/transcriptions and /v1/audio/translations."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from dependency_injector.wiring import inject
from fastapi import APIRouter, Depends, Request, Response

from adapters.inbound import dependencies as use
from adapters.inbound.openai.answers import AnswerInForm
from adapters.inbound.openai.asking import Ask, Asked
from adapters.inbound.openai.described import form_of, transcribed, translated
from adapters.inbound.openai.event_stream import AnswerInEvents
from adapters.inbound.openai.fields import TranscriptionFields, TranslationFields
from adapters.inbound.openai.habits import OpenaiHabits
from adapters.inbound.transcribing_requests import LASTS
from adapters.inbound.while_connected import while_connected
from application.use_cases.transcripts.follow_transcription import FollowTranscription
from application.use_cases.transcripts.transcribe import Transcribe
from domain.subtitle_shape import SubtitleShape
from domain.transcription_options import Task

router = APIRouter(prefix="/audio", tags=["openai"], dependencies=[LASTS])


@dataclass(frozen=True, slots=True)
class Answering:
    """A caller who leaves cancels work that nobody else waits for."""

    transcribe: Transcribe
    follow: FollowTranscription
    habits: OpenaiHabits
    shape: SubtitleShape

    async def __call__(self, request: Request, asked: Asked) -> Response:
        if asked.wishes.transcription.stream:
            return await AnswerInEvents(request, self.follow)(asked)
        stored = await while_connected(request, self.transcribe(asked.request))
        return await AnswerInForm(asked, self.habits, self.shape)(stored)


@inject
def _answering(
    transcribe: use.Transcribe,
    follow: use.FollowTranscription,
    habits: use.OpenaiHabits,
    shape: use.UsualSubtitles,
) -> Answering:
    return Answering(transcribe, follow, habits, shape)


Answer: TypeAlias = Annotated[Answering, Depends(_answering)]


@router.post(
    "/transcriptions",
    summary="Transcribe a recording",
    openapi_extra=form_of(TranscriptionFields),
    responses=transcribed(),
    response_class=Response,
)
async def create_transcription(request: Request, ask: Ask, answer: Answer) -> Response:
    """As OpenAI's API does. Lists may be written as `name[]`, as `name` several times, or as JSON.

    With `stream=true` the answer is server-sent events: `transcript.text.delta` for each new piece
    of text, `transcript.text.segment` with diarized_json, and at the end `transcript.text.done`,
    whose text is all deltas together. What is not known, or not heeded, is named in the header
    `Hexavox-Warnings`.
    """
    return await answer(request, await ask(request, TranscriptionFields, Task.TRANSCRIBE))


@router.post(
    "/translations",
    summary="Translate a recording into English",
    openapi_extra=form_of(TranslationFields),
    responses=translated(),
    response_class=Response,
)
async def create_translation(request: Request, ask: Ask, answer: Answer) -> Response:
    """As OpenAI's API does: the text is English, whatever is spoken."""
    return await answer(request, await ask(request, TranslationFields, Task.TRANSLATE))
