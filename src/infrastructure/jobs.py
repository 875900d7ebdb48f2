"""What the settings say of jobs, in the application's terms."""

from asyncio import Semaphore
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from adapters.outbound.engines.devices import detect_device
from adapters.outbound.runners.locked_files import LockedFilesRegister
from application.ports.job_engine import JobEngine
from application.ports.job_news import JobNews
from application.ports.runners import RunnerRegister
from application.stage_limits import StageLimits
from application.transcription_pipeline import NO_TURNS, Turn
from domain.retry_policy import RetryPolicy
from domain.transcription_job import Stage
from infrastructure.cores import available_cores
from infrastructure.devices import has_gpu_of_its_own, transcription_devices
from infrastructure.settings import Settings


def jobs_at_once(settings: Settings) -> int:
    return settings.job_concurrency or 2 * available_cores()


def runner_register(settings: Settings) -> RunnerRegister:
    return LockedFilesRegister(settings.data_dir / "runners")


def gpu_turns(settings: Settings) -> Turn:
    """What a recording enters to use the GPUs; without one, all go ahead. They let in as many as
    the GPUs take, so that none waits for a GPU while its time runs."""
    if detect_device(settings.device) == "cpu":
        return NO_TURNS
    return Semaphore(gpu_places(settings))


def gpu_places(settings: Settings) -> int:
    """How many recordings use a GPU at a time."""
    gpus = len(transcription_devices(settings)) + has_gpu_of_its_own(settings)
    return settings.gpu_concurrency * gpus


def stage_turns(settings: Settings) -> Mapping[Stage, Turn]:
    """What a stage enters that has a GPU of its own."""
    if not has_gpu_of_its_own(settings):
        return {}
    return {Stage.DIARIZE: Semaphore(settings.gpu_concurrency)}


def retry_policy(settings: Settings) -> RetryPolicy:
    return RetryPolicy(
        max_attempts=settings.temporal_max_attempts,
        initial_interval=timedelta(seconds=settings.temporal_initial_interval),
        coefficient=settings.temporal_backoff_coefficient,
        max_interval=timedelta(seconds=settings.temporal_max_interval),
    )


def stage_limits(settings: Settings) -> StageLimits:
    return StageLimits(
        {
            Stage.FETCH: timedelta(seconds=settings.remote_timeout_seconds),
            Stage.DECODE: timedelta(minutes=settings.transcription_timeout),
            Stage.DETECT_SPEECH: timedelta(minutes=settings.transcription_timeout),
            Stage.TRANSCRIBE: timedelta(minutes=settings.transcription_timeout),
            Stage.ALIGN_WORDS: timedelta(minutes=settings.alignment_timeout),
            Stage.DIARIZE: timedelta(minutes=settings.diarization_timeout),
            Stage.ASSIGN_SPEAKERS: timedelta(minutes=settings.speaker_assignment_timeout),
        }
    )


def temporal_engine(settings: Settings, news: JobNews) -> JobEngine:
    # Here and below: only those who have a Temporal server load its library.
    from infrastructure import temporal  # noqa: PLC0415

    return temporal.job_engine(settings, news)


def temporal_runner(settings: Settings, **parts: Any) -> Any:  # noqa: ANN401 - checked there
    from infrastructure import temporal  # noqa: PLC0415

    return temporal.runner(settings, **parts)
