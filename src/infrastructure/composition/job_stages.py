"""A job stage by stage, as Temporal hands them out."""

from dependency_injector import providers

from application.use_cases.jobs.begin_job import BeginJob
from application.use_cases.jobs.finish_job import FinishJob
from application.use_cases.jobs.note_end import NoteEnd
from application.use_cases.jobs.note_interruption import NoteInterruption
from application.use_cases.jobs.note_progress import NoteProgress
from application.use_cases.jobs.plan_job import PlanJob
from application.use_cases.jobs.run_stage import RunStage
from application.use_cases.upkeep.submit_again import SubmitAgain
from application.work_room import WorkRoom
from infrastructure.composition.foundation import Foundation
from infrastructure.composition.hearing import Hearing
from infrastructure.composition.job_queue import JobQueue
from infrastructure.composition.webhooks import Webhooks


class JobStages(Hearing, JobQueue):
    begin_job = providers.Factory(
        BeginJob,
        unit_of_work=Foundation.unit_of_work.provider,
        runners=Foundation.runners,
        clock=Foundation.clock,
    )
    plan_job = providers.Factory(
        PlanJob,
        unit_of_work=Foundation.unit_of_work.provider,
        begin=begin_job,
        end=JobQueue.end_job,
    )
    run_stage = providers.Factory(
        RunStage,
        desk=Hearing.sound_desk,
        storage=Foundation.clip_storage,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
        begin=begin_job,
        fetch=JobQueue.fetch_recording,
        keep=JobQueue.keep_result,
        room=providers.Singleton(WorkRoom),
        turn=Hearing.gpu_turns,
        stage_turns=Hearing.stage_turns,
        working_on=Foundation.tracing.provided.working_on,
    )
    finish_job = providers.Factory(
        FinishJob,
        unit_of_work=Foundation.unit_of_work.provider,
        begin=begin_job,
        end=JobQueue.end_job,
        working_on=Foundation.tracing.provided.working_on,
    )

    note_progress = providers.Factory(NoteProgress, unit_of_work=Foundation.unit_of_work.provider)
    note_interruption = providers.Factory(
        NoteInterruption,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
        meter=Foundation.job_meter,
    )
    note_end = providers.Factory(
        NoteEnd,
        unit_of_work=Foundation.unit_of_work.provider,
        clock=Foundation.clock,
        news=JobQueue.job_news,
        announce=Webhooks.announce_end,
        end=JobQueue.end_job,
        meter=Foundation.job_meter,
    )
    submit_again = providers.Factory(
        SubmitAgain,
        unit_of_work=Foundation.unit_of_work.provider,
        jobs=JobQueue.job_engine,
        clock=Foundation.clock,
    )
