"""The second job engine: Temporal hands out the stages of jobs."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from adapters.inbound.temporal.attendance import Attendance
from adapters.inbound.temporal.job_activities import JobActivities
from adapters.inbound.temporal.planning import Planning
from adapters.inbound.temporal.stage_activities import StageActivities
from adapters.inbound.temporal.temporal_runner import TemporalRunner
from adapters.outbound.engines.devices import detect_device
from adapters.outbound.jobs.temporal_engine import TemporalJobEngine
from adapters.temporal_names import CAPABILITY_OF, Capability, TemporalPlace
from application.ports.job_news import JobNews
from application.ports.runners import RunnerRegister
from application.stage_limits import StageLimits
from application.use_cases.jobs.finish_job import FinishJob
from application.use_cases.jobs.note_end import NoteEnd
from application.use_cases.jobs.note_interruption import NoteInterruption
from application.use_cases.jobs.note_progress import NoteProgress
from application.use_cases.jobs.plan_job import PlanJob
from application.use_cases.jobs.run_stage import RunStage
from domain.retry_policy import RetryPolicy
from domain.transcription_job import Stage
from infrastructure.jobs import gpu_places, jobs_at_once
from infrastructure.settings import Settings


def job_engine(settings: Settings, news: JobNews) -> TemporalJobEngine:
    return TemporalJobEngine(place_of(settings), news)


def runner(  # noqa: PLR0913 - what the activities call
    settings: Settings,
    *,
    takes: Collection[Capability],
    plan: PlanJob,
    run: RunStage,
    finish: FinishJob,
    note_progress: NoteProgress,
    interruption: NoteInterruption,
    end: NoteEnd,
    news: JobNews,
    runners: RunnerRegister,
    limits: StageLimits,
    retry: RetryPolicy,
) -> TemporalRunner:
    planning = Planning(
        place=place_of(settings),
        capabilities=capabilities(settings),
        limits=limits,
        retry=retry,
        heartbeat=timedelta(seconds=settings.temporal_heartbeat_timeout),
    )
    attend = Attendance(note_progress=note_progress, news=news, runners=runners)
    return TemporalRunner(
        place=place_of(settings),
        jobs=JobActivities(plan=plan, planning=planning, interruption=interruption, end=end),
        stages=StageActivities(
            run=run, finish=finish, interruption=interruption, attend=attend, retry=retry
        ),
        capabilities=capabilities(settings),
        takes=takes,
        at_once=stages_at_once(settings),
        runners=runners,
    )


def place_of(settings: Settings) -> TemporalPlace:
    return TemporalPlace(
        address=settings.temporal_server_url,
        namespace=settings.temporal_namespace,
        queue=settings.temporal_task_queue,
    )


def capabilities(settings: Settings) -> Mapping[Stage, Capability]:
    return {**CAPABILITY_OF, Stage.DIARIZE: Capability(settings.diarization_capability)}


def stages_at_once(settings: Settings) -> Mapping[Capability, int]:
    """Without a GPU, the stages that want one are as good as any others."""
    at_once = jobs_at_once(settings)
    has_gpu = detect_device(settings.device) != "cpu"
    return {
        Capability.CPU: at_once,
        Capability.GPU: gpu_places(settings) if has_gpu else at_once,
    }
