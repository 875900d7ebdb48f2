"""hexavox transcribe: files of this machine through the same use cases as every other door."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

import aiofiles
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from application.formats.presentation import Presentation
from application.formats.registry import FORMATTERS, TranscriptFormat
from application.ports.repositories import StoredTranscript
from application.stage_work import Results
from application.use_cases.clips.upload_clip import UploadClip, UploadClipCommand
from application.use_cases.jobs.request_transcription import (
    RequestTranscription,
    TranscriptionRequest,
)
from application.use_cases.jobs.watch_job import WatchJob
from application.use_cases.transcripts.transcribe import Transcribe
from domain.audio_clip import EVERYONE, ClipId
from domain.transcript import Transcript
from domain.transcription_job import JobId
from domain.transcription_options import TranscriptionOptions

_CHUNK: Final = 1 << 20
NOTHING_GIVEN: Final[Results] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscribeFile:
    """One file, with its progress on the console."""

    upload: UploadClip
    request: RequestTranscription
    transcribe: Transcribe
    watch: WatchJob
    console: Console

    async def __call__(
        self, path: Path, options: TranscriptionOptions, given: Results = NOTHING_GIVEN
    ) -> Transcript:
        """Raises DomainError, ApplicationError, OSError."""
        uploaded = await self.upload(
            UploadClipCommand(owner=EVERYONE, filename=path.name, content=bytes_of(path))
        )
        request = TranscriptionRequest(
            owner=EVERYONE, clip_id=ClipId(uploaded.clip.id), options=options, given=given
        )
        with _bar(self.console) as bar:
            task = bar.add_task(escape(path.name), total=1.0, stage="")
            stored = await self._watched(request, bar, task)
            bar.update(task, completed=1.0)
        return stored.transcript

    async def _watched(
        self, request: TranscriptionRequest, bar: Progress, task: TaskID
    ) -> StoredTranscript:
        answer = await self.request(request)
        if isinstance(answer, StoredTranscript):
            return answer
        watching = asyncio.create_task(self._watched_job(answer.id, bar, task))
        try:
            return await self.transcribe(request)
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    async def _watched_job(self, job_id: JobId, bar: Progress, task: TaskID) -> None:
        async for view in self.watch(EVERYONE, job_id):
            stage = (view.job.progress.stage or "").replace("_", " ")
            bar.update(task, completed=view.job.fraction_done, stage=stage)


def write_transcript(
    transcript: Transcript, form: TranscriptFormat, presentation: Presentation, path: Path | None
) -> None:
    """To a file, or to standard output."""
    text = FORMATTERS[form](transcript, presentation)
    if path is None:
        end = "" if text.endswith("\n") else "\n"
        print(text, end=end, flush=True)  # noqa: T201 - this is the answer
    else:
        path.write_text(text, encoding="utf-8")


def _bar(console: Console) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[stage]}"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


async def bytes_of(path: Path) -> AsyncIterator[bytes]:
    async with aiofiles.open(path, "rb") as file:
        while chunk := await file.read(_CHUNK):
            yield chunk
