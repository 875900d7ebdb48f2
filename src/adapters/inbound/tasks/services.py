"""/service: the parts of the process, one task each."""

from dataclasses import replace
from functools import partial
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from adapters.inbound.known_parts import refuse_unknown_parts
from adapters.inbound.tasks.asking import Ask, Source, TaskTakenBody
from adapters.inbound.tasks.forms import FORM_TO_ALIGN, FORM_TO_COMBINE, FORM_WITH_FILE
from adapters.inbound.tasks.recordings import TakeRecording
from adapters.inbound.tasks.speech_to_text import REFUSALS
from adapters.inbound.tasks.task_parameters import (
    AlignTaskParameters,
    DiarizeParameters,
    TaskParameters,
    TranscribeParameters,
)
from adapters.inbound.tasks.transcript_files import (
    aligned_transcript_in,
    diarization_in,
    transcript_in,
)
from adapters.inbound.uploads import small_form_in
from domain.transcription_job import JobKind, Stage

router = APIRouter(prefix="/service", tags=["task API"])

_TRANSCRIPT: Final = "transcript"
_ALIGNED: Final = "aligned_transcript"
_DIARIZATION: Final = "diarization_result"


@router.post(
    "/transcribe",
    summary="Transcribe a recording",
    openapi_extra=FORM_WITH_FILE,
    responses=REFUSALS,
)
async def transcribe_service(
    request: Request,
    query: Annotated[TranscribeParameters, Query()],
    recordings: TakeRecording,
    asking: Ask,
) -> TaskTakenBody:
    """Text with the times of segments: `{segments: [{start, end, text}], language}`."""
    asked = await asking.ask(JobKind.TRANSCRIPTION, query)
    return await asking.queue(asked, (await recordings.uploaded(request)).source)


@router.post(
    "/align",
    summary="Align a transcript with its recording",
    openapi_extra=FORM_TO_ALIGN,
    responses=REFUSALS,
)
async def align_service(
    request: Request,
    query: Annotated[AlignTaskParameters, Query()],
    recordings: TakeRecording,
    asking: Ask,
) -> TaskTakenBody:
    """The times of words, for a transcript that is uploaded with the recording."""
    asked = await asking.ask(JobKind.ALIGNMENT, query)
    recording = await recordings.uploaded(request, beside=[_TRANSCRIPT])
    file = recording.upload.small_file(_TRANSCRIPT)
    read = partial(transcript_in, file, _TRANSCRIPT, lasting=recording.clip.format.duration)
    transcription = await run_in_threadpool(read)
    given = {Stage.TRANSCRIBE: transcription}
    source = replace(recording.source, language=transcription.language, given=given)
    return await asking.queue(asked, source)


@router.post(
    "/diarize",
    summary="Tell the speakers of a recording apart",
    openapi_extra=FORM_WITH_FILE,
    responses=REFUSALS,
)
async def diarize_service(
    request: Request,
    query: Annotated[DiarizeParameters, Query()],
    recordings: TakeRecording,
    asking: Ask,
) -> TaskTakenBody:
    """Who spoke when: `[{label, speaker, start, end}]`."""
    asked = await asking.ask(JobKind.DIARIZATION, query)
    return await asking.queue(asked, (await recordings.uploaded(request)).source)


@router.post(
    "/combine",
    summary="Combine a transcript with a diarization",
    openapi_extra=FORM_TO_COMBINE,
    responses=REFUSALS,
)
async def combine_service(
    request: Request, query: Annotated[TaskParameters, Query()], asking: Ask
) -> TaskTakenBody:
    """Speakers for the words of a transcript, out of two files and no recording."""
    asked = await asking.ask(JobKind.COMBINATION, query)
    form = await small_form_in(request, files=[_ALIGNED, _DIARIZATION])
    refuse_unknown_parts(form, advice="parameters are sent in the query")
    aligned, diarized = form.small_file(_ALIGNED), form.small_file(_DIARIZATION)
    transcription = await run_in_threadpool(aligned_transcript_in, aligned, _ALIGNED)
    diarization = await run_in_threadpool(diarization_in, diarized, _DIARIZATION)
    is_known = transcription.language_probability > 0
    source = Source(
        file_name=aligned.filename,
        language=transcription.language if is_known else None,
        given={Stage.ALIGN_WORDS: transcription, Stage.DIARIZE: diarization},
    )
    return await asking.queue(asked, source)
