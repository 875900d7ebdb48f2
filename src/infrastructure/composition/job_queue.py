"""What asking for jobs and working on them share: the queue, its news, and how a job ends."""

from dependency_injector import providers

from adapters.outbound.jobs.embedded import EmbeddedJobEngine
from adapters.outbound.jobs.news import InProcessJobNews
from application.job_audience import JobAudience
from application.patience import LONGEST
from application.use_cases.clips.import_clip import ImportClip
from application.use_cases.jobs.end_job import EndJob
from application.use_cases.jobs.fetch_recording import FetchRecording
from application.use_cases.jobs.keep_result import KeepResult
from infrastructure import jobs
from infrastructure.composition.clips import Clips
from infrastructure.composition.foundation import Foundation
from infrastructure.composition.speakers import Speakers
from infrastructure.composition.webhooks import Webhooks


class JobQueue(Speakers, Webhooks):
    retry_policy = providers.Singleton(jobs.retry_policy, Foundation.settings)
    at_once = providers.Callable(jobs.jobs_at_once, Foundation.settings)

    job_news = providers.Singleton(InProcessJobNews)
    job_audience = providers.Singleton(JobAudience)
    job_engine = providers.Selector(
        Foundation.settings.provided.job_engine,
        embedded=providers.Singleton(EmbeddedJobEngine, job_news),
        temporal=providers.Singleton(jobs.temporal_engine, Foundation.settings, job_news),
    )

    fetch_recording = providers.Factory(
        FetchRecording,
        import_clip=providers.Factory(
            ImportClip,
            recordings=Clips.remote_recordings,
            upload=Clips.upload_clip,
            patience=LONGEST,
        ),
        hear_samples=Speakers.hear_samples,
        gallery=Speakers.gallery,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
        meter=Foundation.job_meter,
    )
    keep_result = providers.Factory(
        KeepResult,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
        meter=Foundation.job_meter,
    )
    end_job = providers.Factory(
        EndJob,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
        new_id=Foundation.new_id,
        news=job_news,
        announce=Webhooks.announce_end,
        name_speakers=Speakers.name_speakers,
        retry=retry_policy,
        meter=Foundation.job_meter,
    )
