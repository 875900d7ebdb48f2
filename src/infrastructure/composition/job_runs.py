"""Working on jobs: taking them out of the queue, running them, and putting back what was lost."""

from dependency_injector import providers

from adapters.inbound.worker.job_runner import JobRunner
from adapters.temporal_names import Capability
from application.use_cases.jobs.keep_leases import KeepLeases
from application.use_cases.jobs.run_job import RunJob
from application.use_cases.jobs.take_job import TakeJob
from application.use_cases.upkeep.put_jobs_back import PutJobsBack
from application.use_cases.upkeep.release_abandoned_jobs import ReleaseAbandonedJobs
from infrastructure import jobs
from infrastructure.composition.foundation import Foundation
from infrastructure.composition.hearing import Hearing
from infrastructure.composition.job_queue import JobQueue
from infrastructure.composition.job_stages import JobStages
from infrastructure.composition.webhooks import Webhooks


class JobRuns(JobStages):
    run_job = providers.Factory(
        RunJob,
        pipeline=Hearing.pipeline,
        storage=Foundation.clip_storage,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
        fetch=JobQueue.fetch_recording,
        keep=JobQueue.keep_result,
        end=JobQueue.end_job,
    )
    take_job = providers.Factory(
        TakeJob,
        unit_of_work=Foundation.unit_of_work.provider,
        runners=Foundation.runners,
        clock=Foundation.clock,
        new_id=Foundation.new_id,
    )
    keep_leases = providers.Factory(
        KeepLeases, unit_of_work=Foundation.unit_of_work.provider, clock=Foundation.clock
    )
    release_abandoned_jobs = providers.Factory(
        ReleaseAbandonedJobs,
        unit_of_work=Foundation.unit_of_work.provider,
        runners=Foundation.runners,
        clock=Foundation.clock,
        news=JobQueue.job_news,
        announce=Webhooks.announce_end,
        meter=Foundation.job_meter,
    )
    put_jobs_back = providers.Factory(
        PutJobsBack,
        unit_of_work=Foundation.unit_of_work.provider,
        runners=Foundation.runners,
        clock=Foundation.clock,
    )

    takes = providers.Object(frozenset({Capability.GPU, Capability.CPU}))
    job_runner = providers.Selector(
        Foundation.settings.provided.job_engine,
        embedded=providers.Singleton(
            JobRunner,
            take=take_job,
            run=run_job,
            keep_leases=keep_leases,
            release=release_abandoned_jobs,
            put_back=put_jobs_back,
            news=JobQueue.job_news,
            at_once=JobQueue.at_once,
            working_on=Foundation.tracing.provided.working_on,
        ),
        temporal=providers.Singleton(
            jobs.temporal_runner,
            Foundation.settings,
            takes=takes,
            plan=JobStages.plan_job,
            run=JobStages.run_stage,
            finish=JobStages.finish_job,
            note_progress=JobStages.note_progress,
            interruption=JobStages.note_interruption,
            end=JobStages.note_end,
            news=JobQueue.job_news,
            runners=Foundation.runners,
            limits=Hearing.stage_limits,
            retry=JobQueue.retry_policy,
        ),
    )
