"""Recordings through the pipeline, one after the other."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

import httpx
from rich.console import Console

from adapters.inbound.cli.pipeline_arguments import is_web_address, object_named, sample_named
from adapters.outbound.storage.artefact_folder import ArtefactFolder
from adapters.outbound.storage.artefact_objects import ArtefactObjects
from application.advice import with_advice
from application.errors import ApplicationError, NotFoundError
from application.formats.artefacts import Artefact
from application.formats.presentation import Presentation
from application.ports.artefact_place import ArtefactPlace
from application.ports.bucket import Bucket
from application.ports.hosted import RecordingTranscriber
from application.use_cases.pipeline.review_recording import ReviewRecording
from application.use_cases.pipeline.run_pipeline import RunPipeline
from application.use_cases.pipeline.stage_recording import (
    FileSource,
    ObjectSource,
    Source,
    StageRecording,
)
from domain.errors import DomainError
from infrastructure import hosted
from infrastructure.pipeline_choices import PipelineChoices
from infrastructure.pipeline_here import this_machine

_STYLE_OF_WARNING: Final = "yellow"


async def run_sources(sources: Sequence[str], choices: PipelineChoices, console: Console) -> int:
    """How many of them did not come out complete."""
    async with AsyncExitStack() as leaving:
        client = await leaving.enter_async_context(hosted.http_client())
        run = await leaving.enter_async_context(_pipeline(choices, client, console))
        done = [await _done(run, text, choices, console) for text in sources]
    return done.count(False)


async def _done(run: RunPipeline, text: str, choices: PipelineChoices, console: Console) -> bool:
    try:
        outcome = await run(await _source(text, choices, run.stage.bucket))
    except (ApplicationError, DomainError) as error:
        console.print(with_advice(f"{text}: {error}", error.advice), soft_wrap=True)
        return False
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        console.print(f"{text}: {where}{error.strerror or error}", soft_wrap=True)
        return False
    for written in outcome.written:
        console.print(f"{text}: written to {written}", soft_wrap=True)
    for warning in outcome.warnings:
        console.print(f"{text}: {warning}", style=_STYLE_OF_WARNING, soft_wrap=True)
    return outcome.is_complete


@asynccontextmanager
async def _pipeline(
    choices: PipelineChoices, client: httpx.AsyncClient, console: Console
) -> AsyncIterator[RunPipeline]:
    name = choices.storage.bucket
    bucket = None if name is None else hosted.bucket(choices.storage, name)
    stage = StageRecording(
        bucket=bucket,
        prefix=choices.storage.prefix_audio.strip("/"),
        url_expiry=choices.storage.url_expiry,
        upload_again=choices.force,
        needs_file=choices.is_local,
    )
    async with _transcriber(choices, stage, client, console) as transcriber:
        yield RunPipeline(
            stage=stage,
            review=ReviewRecording(
                transcriber=transcriber,
                diarizer=hosted.diarizer(choices.pyannote, client),
                listener=hosted.listener(choices.deepgram, client),
                speakers=choices.wishes.speakers,
                levels=choices.levels,
            ),
            places=_places(choices, bucket),
            overwrite=choices.force,
            answers_to_come=_answers_to_come(choices),
            presentation=Presentation(shape=choices.shape),
        )


@asynccontextmanager
async def _transcriber(
    choices: PipelineChoices, stage: StageRecording, client: httpx.AsyncClient, console: Console
) -> AsyncIterator[RecordingTranscriber]:
    if choices.is_local:
        here = [sample_named(text) for text in choices.samples]
        async with this_machine(choices.wishes, here, console) as transcriber:
            yield transcriber
    else:
        samples = [await _sample(text, choices, stage) for text in choices.samples]

        def tell(answer: str) -> None:
            console.print(answer, soft_wrap=True)

        yield hosted.worker(choices.worker, choices.wishes, samples, client, tell)


def _places(choices: PipelineChoices, bucket: Bucket | None) -> Sequence[ArtefactPlace]:
    places: list[ArtefactPlace] = []
    if bucket is None or choices.download:
        places.append(ArtefactFolder(choices.folder or Path()))
    if bucket is not None:
        prefix = choices.storage.prefix_transcripts.strip("/")
        places.append(ArtefactObjects(bucket, choices.storage.bucket or "", prefix))
    return places


def _answers_to_come(choices: PipelineChoices) -> Sequence[Artefact]:
    comes = {
        Artefact.PYANNOTE_JOB: choices.pyannote.is_asked,
        Artefact.DEEPGRAM_ANSWER: choices.deepgram.is_asked,
    }
    return [artefact for artefact, is_asked in comes.items() if is_asked]


async def _source(text: str, choices: PipelineChoices, bucket: Bucket | None) -> Source:
    """Raises NotFoundError, HostedServiceError."""
    if named := object_named(text):
        return ObjectSource(hosted.bucket(choices.storage, named.bucket), named.key)
    if await asyncio.to_thread(Path(text).is_file):
        return FileSource(Path(text))
    if bucket is not None and await bucket.has(text):
        return ObjectSource(bucket, text)
    where = "" if bucket is None else f", and no such object in the bucket {choices.storage.bucket}"
    raise NotFoundError(f"There is no such file{where}.")


async def _sample(text: str, choices: PipelineChoices, stage: StageRecording) -> Mapping[str, str]:
    """As a worker takes it: with a URL. Raises NotFoundError, HostedServiceError."""
    sample = sample_named(text)
    url = sample.place
    if not is_web_address(url):
        async with stage(await _source(url, choices, stage.bucket)) as recording:
            if recording.url is None:
                raise NotFoundError(f"{url} needs a --bucket for the worker to fetch it from.")
            url = recording.url
    return {"url": url, **({"name": sample.name} if sample.name else {})}
