"""A pipeline's transcriptions on this machine, through the use cases of every other door."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import final

from rich.console import Console

from adapters.inbound.cli.pipeline_arguments import Sample
from adapters.inbound.cli.transcribe import TranscribeFile, bytes_of
from adapters.inbound.given_options import concerns
from application.errors import EmptyFileError, NotFoundError
from application.ports.hosted import Recording, RecordingTranscriber
from application.stage_work import Results
from application.use_cases.pipeline.wishes import Wishes
from application.use_cases.speakers.hear_samples import HearSamples
from domain.known_voices import KnownVoices
from domain.speaker import ANY_NUMBER
from domain.speaker_naming import SpeakerNaming
from domain.speaker_sample import SpeakerSample
from domain.transcript import Transcript
from domain.transcription_job import Stage
from domain.transcription_options import TranscriptionOptions
from infrastructure.one_shot import transcribing_here
from infrastructure.terminal import container_for


@final
@dataclass(frozen=True, slots=True)
class ThisMachine(RecordingTranscriber):
    transcribe_file: TranscribeFile
    options: TranscriptionOptions
    given: Results

    async def transcribe(self, recording: Recording) -> Transcript:
        if recording.path is None:
            raise EmptyFileError("There is no file to transcribe.")
        return await self.transcribe_file(recording.path, self.options, self.given)


@asynccontextmanager
async def this_machine(
    wishes: Wishes, samples: Sequence[Sample], console: Console
) -> AsyncIterator[RecordingTranscriber]:
    """Speakers who sound like a sample are called by its name. Raises SettingsError,
    UnknownModelError, InvalidOptionError, and for samples that cannot be used InvalidSpeakerError,
    ApplicationError."""
    container = container_for(console)
    options = _options(wishes, container.model_catalog().canonical_name(wishes.model))
    async with transcribing_here(container, console) as transcribe_file:
        if not (samples and options.diarize):
            yield ThisMachine(transcribe_file, options, {})
            return
        known = await _voices(container.hear_samples(), samples)
        naming = SpeakerNaming(samples=container.gallery().version_of(known))
        yield ThisMachine(transcribe_file, replace(options, naming=naming), {Stage.FETCH: known})


def _missing(files: Sequence[Sample]) -> Sequence[str]:
    return [each.place for each in files if not Path(each.place).is_file()]


async def _voices(hear: HearSamples, samples: Sequence[Sample]) -> KnownVoices:
    there = [SpeakerSample.of(each.place, each.name) for each in samples if each.is_elsewhere]
    files = [each for each in samples if not each.is_elsewhere]
    if missing := await asyncio.to_thread(_missing, files):
        raise NotFoundError(f"There is no such sample: {', '.join(missing)}.")
    here = [
        (SpeakerSample.of(each.place, each.name).name, bytes_of(Path(each.place))) for each in files
    ]
    return (await hear.given(here)).and_also(await hear.fetched(there))


def _options(wishes: Wishes, model: str) -> TranscriptionOptions:
    """Where another engine will tell the speakers, this one need not, unless it was asked to."""
    return TranscriptionOptions(
        model=model,
        language=wishes.language,
        diarize=wishes.diarization is True,
        speakers=wishes.speakers if wishes.diarization else ANY_NUMBER,
        initial_prompt=wishes.initial_prompt,
        **concerns(asdict(wishes)),
    )
