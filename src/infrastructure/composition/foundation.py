"""What all stands on: settings, time, processes, meters, the database and the bytes of clips."""

from uuid import uuid4

from dependency_injector import containers, providers

from adapters.outbound.audio.pyav_decoder import PyavAudioDecoder
from adapters.outbound.metrics.prometheus_meters import PrometheusMeters
from adapters.outbound.persistence.unit_of_work import SqlUnitOfWork
from adapters.outbound.storage.filesystem import FilesystemClipStorage
from adapters.outbound.system_clock import SystemClock
from infrastructure import database, engines, jobs
from infrastructure.clip_storage import s3_clip_storage
from infrastructure.settings import Settings
from infrastructure.tracing import job_meter, tracing


class Foundation(containers.DeclarativeContainer):
    settings = providers.Dependency(instance_of=Settings)
    clock = providers.Singleton(SystemClock)
    new_id = providers.Object(uuid4)
    runners = providers.Singleton(jobs.runner_register, settings)

    meters = providers.Singleton(PrometheusMeters)
    tracing = providers.Singleton(tracing, settings)
    job_meter = providers.Singleton(job_meter, meters, tracing)

    database_engine = providers.Singleton(database.make_engine, settings.provided.database_url)
    sessions = providers.Singleton(database.sessions, database_engine)
    unit_of_work = providers.Factory(SqlUnitOfWork, new_session=sessions)

    s3_clip_storage = providers.Singleton(s3_clip_storage, settings)
    clip_storage = providers.Selector(
        settings.provided.clip_storage,
        filesystem=providers.Singleton(
            FilesystemClipStorage, root=settings.provided.audio_storage_path
        ),
        s3=s3_clip_storage,
    )
    clip_links = providers.Selector(
        settings.provided.clip_storage, filesystem=providers.Object(None), s3=s3_clip_storage
    )
    decoder = providers.Singleton(
        PyavAudioDecoder,
        settings.provided.scratch_dir,
        longest_seconds=settings.provided.max_duration_seconds,
    )
    largest_upload = providers.Callable(engines.largest_upload, settings)
