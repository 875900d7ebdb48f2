"""A pipeline's transcriptions on this machine, through the use cases of every other door."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import final

from rich.console import Console

from adapters.inbound.cli.transcribe import TranscribeFile
from application.errors import EmptyFileError
from application.ports.hosted import Recording, RecordingTranscriber
from application.use_cases.pipeline.wishes import Wishes
from domain.speaker import ANY_NUMBER
from domain.transcript import Transcript
from domain.transcription_options import TranscriptionOptions
from infrastructure.one_shot import transcribing_here
from infrastructure.terminal import container_for


@final
@dataclass(frozen=True, slots=True)
class ThisMachine(RecordingTranscriber):
    transcribe_file: TranscribeFile
    options: TranscriptionOptions

    async def transcribe(self, recording: Recording) -> Transcript:
        if recording.path is None:
            raise EmptyFileError("There is no file to transcribe.")
        return await self.transcribe_file(recording.path, self.options)


@asynccontextmanager
async def this_machine(wishes: Wishes, console: Console) -> AsyncIterator[RecordingTranscriber]:
    """Raises SettingsError, UnknownModelError, InvalidOptionError."""
    container = container_for(console)
    options = _options(wishes, container.model_catalog().canonical_name(wishes.model))
    async with transcribing_here(container, console) as transcribe_file:
        yield ThisMachine(transcribe_file, options)


def _options(wishes: Wishes, model: str) -> TranscriptionOptions:
    """Where another engine will tell the speakers, this one need not, unless it was asked to."""
    return TranscriptionOptions(
        model=model,
        language=wishes.language,
        diarize=wishes.diarization is True,
        speakers=wishes.speakers if wishes.diarization else ANY_NUMBER,
        initial_prompt=wishes.initial_prompt,
    )
