"""Use cases over everything in memory, and engines that read from a script."""

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from uuid import uuid4

import pytest

from application.gallery import Gallery
from application.sound_desk import SoundDesk
from application.stage_work import StageWork
from application.transcription_pipeline import TranscriptionPipeline
from application.use_cases.clips.import_clip import ImportClip
from application.use_cases.clips.upload_clip import UploadClip
from application.use_cases.jobs.fetch_recording import FetchRecording
from application.use_cases.jobs.run_job import RunJob
from application.use_cases.speakers.hear_samples import HearSamples
from application.use_cases.speakers.hear_voice import HearVoice
from application.voice_desk import VoiceDesk
from domain.audio_clip import AudioClip
from tests.fakes.clock import FakeClock
from tests.fakes.engine_tables import any_aligner, any_detector, any_diarizer, any_transcriber
from tests.fakes.engines import UnchangingAligner
from tests.fakes.job_desk import JobDesk
from tests.fakes.kept import a_kept_clip
from tests.fakes.pipeline import Engines, pipeline_of
from tests.fakes.progress import Notes
from tests.fakes.service import LARGEST, Service
from tests.fakes.voices import MODEL


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def desk(service: Service, clock: FakeClock) -> JobDesk:
    return JobDesk(service.unit_of_work, clock)


@pytest.fixture
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(4) as threads:
        yield threads


@pytest.fixture
def engines() -> Engines:
    return Engines()


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def pipeline(engines: Engines, threads: Executor) -> TranscriptionPipeline:
    return pipeline_of(engines, threads)


@pytest.fixture
def upload(service: Service, clock: FakeClock) -> UploadClip:
    return UploadClip(
        storage=service.storage,
        decoder=service.decoder,
        unit_of_work=service.unit_of_work,
        clock=clock,
        new_id=uuid4,
        largest_bytes=LARGEST,
    )


def stage_work_of(service: Service) -> StageWork:
    return StageWork(
        speech_detectors=any_detector(service.detector),
        transcribers=any_transcriber(service.transcriber),
        aligners=any_aligner(UnchangingAligner()),
        diarizers=any_diarizer(service.diarizer),
        voice_encoder=service.encoder,
    )


@pytest.fixture
def fetch(
    service: Service, upload: UploadClip, clock: FakeClock, threads: Executor
) -> FetchRecording:
    return FetchRecording(
        import_clip=ImportClip(recordings=service.elsewhere, upload=upload),
        hear_samples=HearSamples(
            hear=HearVoice(
                desk=VoiceDesk(
                    desk=SoundDesk(
                        decoder=service.decoder, work=stage_work_of(service), threads=threads
                    ),
                    detectors=any_detector(service.detector),
                    encoder=service.encoder,
                ),
                storage=service.storage,
                unit_of_work=service.unit_of_work,
                largest_bytes=LARGEST,
            ),
            recordings=service.elsewhere,
        ),
        gallery=Gallery(model=MODEL),
        unit_of_work=service.unit_of_work,
        clock=clock,
    )


@pytest.fixture
def run_job(service: Service, desk: JobDesk, fetch: FetchRecording, threads: Executor) -> RunJob:
    work = stage_work_of(service)
    return RunJob(
        pipeline=TranscriptionPipeline(
            desk=SoundDesk(decoder=service.decoder, work=work, threads=threads)
        ),
        storage=service.storage,
        unit_of_work=service.unit_of_work,
        clock=desk.clock,
        fetch=fetch,
        keep=desk.keep,
        end=desk.end,
    )


@pytest.fixture
async def clip(service: Service) -> AudioClip:
    return await a_kept_clip(service)
