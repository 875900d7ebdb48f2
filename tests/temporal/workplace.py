"""The service with Temporal as its job engine: everything else in memory, and engines with a
script."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final
from uuid import uuid4

from dependency_injector import providers
from temporalio.client import Client, WorkflowHandle

from adapters.outbound.memory.runners import InMemoryRunnerRegister
from adapters.outbound.memory.unit_of_work import InMemoryUnitOfWork
from adapters.temporal_names import Capability
from application.ports.engines.aligner import Aligner
from application.ports.engines.transcriber import Transcriber
from application.ports.remote_recordings import RemoteRecordings
from application.ports.stage_results import StageResult
from application.use_cases.jobs.request_transcription import JobRequest
from domain.audio_clip import ClipId
from domain.job_history import JobEvent
from domain.job_lease import RunnerId
from domain.speaker_sample import SpeakerSample
from domain.transcription_job import JobId, JobKind, Stage, TranscriptionJob
from domain.transcription_options import TranscriptionOptions
from infrastructure.container import Container
from infrastructure.settings import Settings
from infrastructure.variables.jobs import JobEngineKind
from tests.fakes.clips import ADA
from tests.fakes.engine_tables import any_aligner, any_detector, any_diarizer, any_transcriber
from tests.fakes.engines import UnchangingAligner
from tests.fakes.jobs import TINY
from tests.fakes.kept import a_kept_clip
from tests.fakes.service import Service

PATIENCE: Final = 40.0
BOTH: Final = frozenset(Capability)


@dataclass
class Workplace:
    """One database, and as many processes as a test wants."""

    address: str
    folder: Path
    service: Service = field(default_factory=Service)
    aligner: Aligner = field(default_factory=UnchangingAligner)
    transcriber: Transcriber | None = None
    recordings: RemoteRecordings | None = None
    """The service's, unless there are others."""
    queue: str = field(default_factory=lambda: f"test-{uuid4()}")
    opened: list[Container] = field(default_factory=list)

    def process(
        self, name: str = "this-process", takes: frozenset[Capability] = BOTH, **settings: object
    ) -> Container:
        """One that runs nothing until its runner is started."""
        container = Container(settings=providers.Object(self._settings(**settings)))
        service = self.service
        overridden = {
            container.unit_of_work: providers.Factory(
                partial(InMemoryUnitOfWork, service.database)
            ),
            container.clip_storage: providers.Object(service.storage),
            container.remote_recordings: providers.Object(self.recordings or service.elsewhere),
            container.runners: providers.Object(InMemoryRunnerRegister(RunnerId(name))),
            container.decoder: providers.Object(service.decoder),
            container.speech_detectors: providers.Object(any_detector(service.detector)),
            container.transcribers: providers.Object(
                any_transcriber(self.transcriber or service.transcriber)
            ),
            container.aligners: providers.Object(any_aligner(self.aligner)),
            container.diarizers: providers.Object(any_diarizer(service.diarizer)),
            container.voice_encoder: providers.Object(service.encoder),
            container.takes: providers.Object(takes),
        }
        for provider, replacement in overridden.items():
            provider.override(replacement)
        self.opened.append(container)
        return container

    async def working(
        self, name: str = "this-process", takes: frozenset[Capability] = BOTH, **settings: object
    ) -> Container:
        process = self.process(name, takes, **settings)
        await process.job_runner().start()
        return process

    async def close(self) -> None:
        for container in self.opened:
            await container.job_runner().close()
            container.stage_threads().shutdown(wait=True)

    def _settings(self, **more: object) -> Settings:
        given: dict[str, object] = {
            "job_engine": JobEngineKind.TEMPORAL,
            "data_dir": self.folder,
            "device": "cpu",
            "temporal_server_url": self.address,
            "temporal_task_queue": self.queue,
            "temporal_heartbeat_timeout": 5,
            "temporal_initial_interval": 0.05,
            **more,
        }
        return Settings.model_validate(given).resolved()

    async def job(self, job_id: JobId) -> TranscriptionJob:
        async with self.service.unit_of_work() as uow:
            return await uow.jobs.get(job_id)

    async def history(self, job_id: JobId) -> Sequence[JobEvent]:
        async with self.service.unit_of_work() as uow:
            return await uow.history.of(job_id)

    async def results(self, job_id: JobId) -> dict[Stage, StageResult]:
        async with self.service.unit_of_work() as uow:
            return await uow.stage_results.of(job_id)

    async def workflow(self, job_id: JobId) -> WorkflowHandle[object, object]:
        client = await Client.connect(self.address)
        return client.get_workflow_handle(str(job_id))


async def a_clip_of(place: Workplace) -> ClipId:
    return (await a_kept_clip(place.service)).id


async def asked_for(
    process: Container,
    clip_id: ClipId | None,
    *,
    source_url: str | None = None,
    kind: JobKind = JobKind.FULL,
    options: TranscriptionOptions = TINY,
    given: Mapping[Stage, StageResult] | None = None,
    speaker_samples: tuple[SpeakerSample, ...] = (),
) -> JobId:
    request = JobRequest(
        owner=ADA,
        clip_id=clip_id,
        source_url=source_url,
        speaker_samples=speaker_samples,
        options=options,
        kind=kind,
        given=given or {},
    )
    return (await process.request_job()(request)).id


async def end_of(process: Container, job_id: JobId) -> TranscriptionJob:
    async with asyncio.timeout(PATIENCE):
        return await process.await_job()(job_id)


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110 - it happens in other threads and processes
            await asyncio.sleep(0.05)
