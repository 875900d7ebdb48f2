"""The composition root: which adapter stands behind which port."""

from uuid import uuid4

from dependency_injector import containers, providers

from adapters.outbound.audio.pyav_decoder import PyavAudioDecoder
from adapters.outbound.engines.devices import detect_device
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.jobs.in_process import InProcessJobEngine
from adapters.outbound.persistence.unit_of_work import SqlUnitOfWork
from adapters.outbound.storage.filesystem import FilesystemClipStorage
from adapters.outbound.system_clock import SystemClock
from application.transcription_pipeline import TranscriptionPipeline
from application.use_cases.clips.delete_clip import DeleteClip
from application.use_cases.clips.get_clip import GetClip, ListClips
from application.use_cases.clips.read_clip import ReadClip
from application.use_cases.clips.upload_clip import UploadClip
from application.use_cases.jobs.request_transcription import RequestTranscription
from application.use_cases.jobs.run_job import RunJob
from application.use_cases.models.choose_model import ChooseModel
from application.use_cases.models.evict_idle_models import EvictIdleModels
from application.use_cases.models.manage_models import FetchModel, ListModels, VerifyModel
from application.use_cases.service.report_health import ReportHealth
from application.use_cases.transcripts.get_transcript import DeleteTranscripts, GetTranscript
from application.use_cases.transcripts.transcribe import Transcribe
from application.use_cases.upkeep.mend_storage import MendStorage
from application.use_cases.upkeep.put_jobs_back import PutJobsBack
from application.use_cases.upkeep.resume_jobs import ResumeJobs
from domain.transcription_job import Stage
from infrastructure import database, engines
from infrastructure.models import model_catalog, sample_store
from infrastructure.settings import Settings


class Container(containers.DeclarativeContainer):
    settings = providers.Dependency(instance_of=Settings)

    clock = providers.Singleton(SystemClock)
    new_id = providers.Object(uuid4)
    device = providers.Callable(detect_device, settings.provided.device)

    database_engine = providers.Singleton(database.make_engine, settings.provided.database_url)
    sessions = providers.Singleton(database.sessions, database_engine)
    unit_of_work = providers.Factory(SqlUnitOfWork, new_session=sessions)
    clip_storage = providers.Singleton(
        FilesystemClipStorage, root=settings.provided.audio_storage_path
    )
    decoder = providers.Singleton(
        PyavAudioDecoder,
        settings.provided.scratch_dir,
        longest_seconds=settings.provided.max_duration_seconds,
    )

    model_catalog = providers.Singleton(model_catalog, settings)
    sample_store = providers.Singleton(sample_store, settings)
    loaded_models = providers.Singleton(ModelCache, clock)
    whisper_layout = providers.Singleton(engines.whisper_layout, settings)
    whisper_workers = providers.Singleton(engines.whisper_workers, whisper_layout)
    stage_threads = providers.Singleton(engines.stage_threads, settings)

    speech_detector = providers.Singleton(engines.silero_detector)
    transcriber = providers.Selector(
        settings.provided.transcriber,
        **{
            "faster-whisper": providers.Singleton(
                engines.faster_whisper_transcriber,
                model_catalog,
                loaded_models,
                whisper_layout,
                whisper_workers,
            )
        },
    )
    aligner = providers.Singleton(engines.cross_attention_aligner)
    diarizer = providers.Selector(
        settings.provided.diarizer,
        auto=providers.Singleton(
            engines.diarizer_with_fallback, model_catalog, loaded_models, settings
        ),
        pyannote=providers.Singleton(
            engines.pyannote_diarizer, model_catalog, loaded_models, settings
        ),
        none=providers.Singleton(engines.no_diarizer),
    )

    pipeline = providers.Singleton(
        TranscriptionPipeline,
        decoder=decoder,
        speech_detector=speech_detector,
        transcriber=transcriber,
        aligner=aligner,
        diarizer=diarizer,
        threads=stage_threads,
    )
    run_job = providers.Singleton(
        RunJob,
        pipeline=pipeline,
        storage=clip_storage,
        unit_of_work=unit_of_work.provider,
        clock=clock,
        new_id=new_id,
    )
    job_engine = providers.Singleton(
        InProcessJobEngine, run_job, at_once=providers.Callable(engines.jobs_at_once, settings)
    )

    upload_clip = providers.Factory(
        UploadClip,
        storage=clip_storage,
        decoder=decoder,
        unit_of_work=unit_of_work.provider,
        clock=clock,
        new_id=new_id,
        largest_bytes=providers.Callable(engines.largest_upload, settings),
    )
    get_clip = providers.Factory(GetClip, unit_of_work=unit_of_work.provider)
    list_clips = providers.Factory(ListClips, unit_of_work=unit_of_work.provider)
    read_clip = providers.Factory(ReadClip, storage=clip_storage)
    delete_clip = providers.Factory(
        DeleteClip, storage=clip_storage, unit_of_work=unit_of_work.provider
    )
    request_transcription = providers.Factory(
        RequestTranscription,
        unit_of_work=unit_of_work.provider,
        jobs=job_engine,
        clock=clock,
        new_id=new_id,
    )
    transcribe = providers.Factory(
        Transcribe,
        request=request_transcription,
        jobs=job_engine,
        unit_of_work=unit_of_work.provider,
    )
    get_transcript = providers.Factory(GetTranscript, unit_of_work=unit_of_work.provider)
    delete_transcripts = providers.Factory(DeleteTranscripts, unit_of_work=unit_of_work.provider)

    choose_model = providers.Factory(ChooseModel, catalog=model_catalog)
    list_models = providers.Factory(ListModels, catalog=model_catalog)
    fetch_model = providers.Factory(FetchModel, catalog=model_catalog)
    verify_model = providers.Factory(VerifyModel, catalog=model_catalog)
    evict_idle_models = providers.Factory(EvictIdleModels, models=loaded_models)

    engine_of_stage = providers.Dict(
        {
            Stage.DETECT_SPEECH: speech_detector,
            Stage.TRANSCRIBE: transcriber,
            Stage.ALIGN_WORDS: aligner,
            Stage.DIARIZE: diarizer,
        }
    )
    report_health = providers.Factory(
        ReportHealth, device=device, engines=engine_of_stage, models=loaded_models
    )
    mend_storage = providers.Factory(
        MendStorage, storage=clip_storage, unit_of_work=unit_of_work.provider, clock=clock
    )
    resume_jobs = providers.Factory(
        ResumeJobs, unit_of_work=unit_of_work.provider, jobs=job_engine, clock=clock
    )
    put_jobs_back = providers.Factory(PutJobsBack, unit_of_work=unit_of_work.provider)
