"""The service behind its doors, with everything in memory and engines that read from a script."""

from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from dependency_injector import containers, providers
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from adapters.inbound.rest.router import register
from adapters.outbound.jobs.in_process import InProcessJobEngine
from adapters.outbound.memory.model_catalog import InMemoryModelCatalog
from application.transcription_pipeline import TranscriptionPipeline
from application.use_cases.clips.delete_clip import DeleteClip
from application.use_cases.clips.get_clip import GetClip, ListClips
from application.use_cases.clips.read_clip import ReadClip
from application.use_cases.clips.upload_clip import UploadClip
from application.use_cases.jobs.request_transcription import RequestTranscription
from application.use_cases.jobs.run_job import RunJob
from application.use_cases.models.choose_model import ChooseModel
from application.use_cases.service.report_health import ReportHealth
from application.use_cases.transcripts.get_transcript import DeleteTranscripts, GetTranscript
from application.use_cases.transcripts.transcribe import Transcribe
from domain.transcription_job import Stage
from tests.fakes.clock import FakeClock
from tests.fakes.engines import UnchangingAligner
from tests.fakes.service import LARGEST, Service


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def container(service: Service) -> Iterator[containers.DynamicContainer]:
    clock = FakeClock()
    aligner = UnchangingAligner()
    with ThreadPoolExecutor(4) as threads:
        pipeline = TranscriptionPipeline(
            decoder=service.decoder,
            speech_detector=service.detector,
            transcriber=service.transcriber,
            aligner=aligner,
            diarizer=service.diarizer,
            threads=threads,
        )
        run_job = RunJob(
            pipeline=pipeline,
            storage=service.storage,
            unit_of_work=service.unit_of_work,
            clock=clock,
            new_id=uuid4,
        )
        jobs = InProcessJobEngine(run_job, at_once=2)
        request = RequestTranscription(
            unit_of_work=service.unit_of_work, jobs=jobs, clock=clock, new_id=uuid4
        )
        engines = {
            Stage.DETECT_SPEECH: service.detector,
            Stage.TRANSCRIBE: service.transcriber,
            Stage.ALIGN_WORDS: aligner,
            Stage.DIARIZE: service.diarizer,
        }
        use_cases = {
            "upload_clip": UploadClip(
                storage=service.storage,
                decoder=service.decoder,
                unit_of_work=service.unit_of_work,
                clock=clock,
                new_id=uuid4,
                largest_bytes=LARGEST,
            ),
            "get_clip": GetClip(unit_of_work=service.unit_of_work),
            "list_clips": ListClips(unit_of_work=service.unit_of_work),
            "read_clip": ReadClip(storage=service.storage),
            "delete_clip": DeleteClip(storage=service.storage, unit_of_work=service.unit_of_work),
            "transcribe": Transcribe(request=request, jobs=jobs, unit_of_work=service.unit_of_work),
            "get_transcript": GetTranscript(unit_of_work=service.unit_of_work),
            "delete_transcripts": DeleteTranscripts(unit_of_work=service.unit_of_work),
            "report_health": ReportHealth(device="cpu", engines=engines, models=service.models),
            "choose_model": ChooseModel(catalog=InMemoryModelCatalog()),
        }
        container = containers.DynamicContainer()
        for name, use_case in use_cases.items():
            container.set_provider(name, providers.Object(use_case))
        container.wire(packages=["adapters.inbound.rest"], warn_unresolved=True)
        yield container
        container.unwire()


@pytest.fixture
def app(container: containers.DynamicContainer) -> FastAPI:
    app = FastAPI(title="Hexavox", version="1.2.3")
    register(app)
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://hexavox") as client:
        yield client


@pytest.fixture
def wav() -> bytes:
    """What the decoder in memory takes for two seconds of sound."""
    return b"RIFF" + bytes(range(256)) * 4


@pytest.fixture
async def clip_id(client: AsyncClient, wav: bytes) -> str:
    answer = await client.post("/api/audio", files={"file": ("talk.wav", wav)})
    clip_id = answer.json()["clip_id"]
    assert isinstance(clip_id, str)
    return clip_id
