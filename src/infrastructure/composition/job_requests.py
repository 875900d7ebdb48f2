"""Asking for jobs, watching them, and calling them off."""

from dependency_injector import providers

from application.use_cases.clips.delete_clip import DeleteClip
from application.use_cases.jobs.cancel_job import CancelJob, DeleteJob
from application.use_cases.jobs.look_at_jobs import GetJob, ListJobs
from application.use_cases.jobs.request_transcription import (
    QueueJob,
    RequestJob,
    RequestTranscription,
)
from application.use_cases.jobs.wait_a_while import WaitAWhile
from application.use_cases.jobs.watch_job import AwaitJob, WatchJob
from application.use_cases.tasks.get_task import GetTask
from application.use_cases.tasks.list_tasks import ListTasks
from infrastructure.composition.clips import Clips
from infrastructure.composition.foundation import Foundation
from infrastructure.composition.job_queue import JobQueue
from infrastructure.composition.speakers import Speakers
from infrastructure.composition.webhooks import Webhooks


class JobRequests(JobQueue):
    queue_job = providers.Factory(
        QueueJob,
        clock=Foundation.clock,
        new_id=Foundation.new_id,
        most_waiting=Foundation.settings.provided.max_queue_size,
    )
    request_job = providers.Factory(
        RequestJob,
        unit_of_work=Foundation.unit_of_work.provider,
        jobs=JobQueue.job_engine,
        queue=queue_job,
        recordings=Clips.remote_recordings,
        addresses=Webhooks.callback_addresses,
        gallery=Speakers.gallery,
        meter=Foundation.job_meter,
    )
    request_transcription = providers.Factory(
        RequestTranscription,
        unit_of_work=Foundation.unit_of_work.provider,
        jobs=JobQueue.job_engine,
        queue=queue_job,
        audience=JobQueue.job_audience,
        gallery=Speakers.gallery,
        meter=Foundation.job_meter,
    )

    get_job = providers.Factory(
        GetJob, unit_of_work=Foundation.unit_of_work.provider, at_once=JobQueue.at_once
    )
    list_jobs = providers.Factory(ListJobs, unit_of_work=Foundation.unit_of_work.provider)
    get_task = providers.Factory(GetTask, unit_of_work=Foundation.unit_of_work.provider)
    list_tasks = providers.Factory(ListTasks, unit_of_work=Foundation.unit_of_work.provider)

    watch_job = providers.Factory(
        WatchJob,
        look=get_job,
        news=JobQueue.job_news,
        unit_of_work=Foundation.unit_of_work.provider,
    )
    await_job = providers.Factory(
        AwaitJob, unit_of_work=Foundation.unit_of_work.provider, news=JobQueue.job_news
    )
    wait_a_while = providers.Factory(
        WaitAWhile, wait=await_job, unit_of_work=Foundation.unit_of_work.provider
    )

    cancel_job = providers.Factory(
        CancelJob,
        unit_of_work=Foundation.unit_of_work.provider,
        jobs=JobQueue.job_engine,
        clock=Foundation.clock,
        news=JobQueue.job_news,
        announce=Webhooks.announce_end,
        meter=Foundation.job_meter,
    )
    delete_job = providers.Factory(
        DeleteJob,
        unit_of_work=Foundation.unit_of_work.provider,
        cancel=cancel_job,
        news=JobQueue.job_news,
    )
    delete_clip = providers.Factory(
        DeleteClip,
        storage=Foundation.clip_storage,
        unit_of_work=Foundation.unit_of_work.provider,
        cancel=cancel_job,
    )
