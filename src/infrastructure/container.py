"""The composition root: which adapter stands behind which port."""

from datetime import timedelta
from uuid import uuid4

from dependency_injector import containers, providers

from adapters.inbound.openai.habits import OpenaiHabits
from adapters.inbound.webservice.answer_form import AsrDialect
from adapters.inbound.worker.job_runner import JobRunner
from adapters.outbound.audio.pyav_decoder import PyavAudioDecoder
from adapters.outbound.engines.devices import detect_device
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.jobs.embedded import EmbeddedJobEngine
from adapters.outbound.jobs.news import InProcessJobNews
from adapters.outbound.key_secrets import new_key_secret
from adapters.outbound.machine import ThisMachine
from adapters.outbound.metrics.prometheus_exposition import PrometheusExposition
from adapters.outbound.metrics.prometheus_meters import PrometheusMeters
from adapters.outbound.notifications.new_secret import new_secret
from adapters.outbound.persistence.unit_of_work import SqlUnitOfWork
from adapters.outbound.storage.filesystem import FilesystemClipStorage
from adapters.outbound.storage.partial_uploads import FilesystemPartialUploads
from adapters.outbound.system_clock import SystemClock
from adapters.temporal_names import Capability
from application.gallery import Gallery
from application.job_audience import JobAudience
from application.language_desk import LanguageDesk
from application.name_speakers import NameSpeakers
from application.patience import LONGEST
from application.sound_desk import SoundDesk
from application.stage_work import StageWork
from application.transcription_pipeline import TranscriptionPipeline
from application.use_cases.clips.delete_clip import DeleteClip
from application.use_cases.clips.get_clip import GetClip, ListClips
from application.use_cases.clips.import_clip import ImportClip
from application.use_cases.clips.link_clip import LinkClip
from application.use_cases.clips.read_clip import ReadClip
from application.use_cases.clips.upload_clip import UploadClip
from application.use_cases.idempotency.claim_key import ClaimKey
from application.use_cases.idempotency.complete_request import CompleteRequest
from application.use_cases.idempotency.keyed_requests import KeyedRequests
from application.use_cases.idempotency.release_key import ReleaseKey
from application.use_cases.idempotency.renew_claim import RenewClaim
from application.use_cases.jobs.begin_job import BeginJob
from application.use_cases.jobs.cancel_job import CancelJob, DeleteJob
from application.use_cases.jobs.end_job import EndJob
from application.use_cases.jobs.fetch_recording import FetchRecording
from application.use_cases.jobs.finish_job import FinishJob
from application.use_cases.jobs.hear_job import HearJob
from application.use_cases.jobs.keep_leases import KeepLeases
from application.use_cases.jobs.keep_result import KeepResult
from application.use_cases.jobs.look_at_jobs import GetJob, ListJobs
from application.use_cases.jobs.note_end import NoteEnd
from application.use_cases.jobs.note_interruption import NoteInterruption
from application.use_cases.jobs.note_progress import NoteProgress
from application.use_cases.jobs.plan_job import PlanJob
from application.use_cases.jobs.request_transcription import (
    QueueJob,
    RequestJob,
    RequestTranscription,
)
from application.use_cases.jobs.run_job import RunJob
from application.use_cases.jobs.run_stage import RunStage
from application.use_cases.jobs.take_job import TakeJob
from application.use_cases.jobs.wait_a_while import WaitAWhile
from application.use_cases.jobs.watch_job import AwaitJob, WatchJob
from application.use_cases.keys.check_key import CheckKey
from application.use_cases.keys.manage_keys import CreateKey, ForgetKey, ListKeys, RevokeKey
from application.use_cases.models.choose_engines import ChooseEngines
from application.use_cases.models.choose_model import ChooseModel
from application.use_cases.models.evict_idle_models import EvictIdleModels
from application.use_cases.models.load_model import LoadModel, UnloadModel
from application.use_cases.models.manage_models import (
    FetchModel,
    ListModels,
    NameModels,
    VerifyModel,
)
from application.use_cases.models.models_in_memory import TakeIntoMemory, TakeOutOfMemory
from application.use_cases.models.show_models import ShowModels
from application.use_cases.models.weights_here import BringModel, RemoveModel
from application.use_cases.service.check_readiness import CheckReadiness
from application.use_cases.service.expose_metrics import ExposeMetrics
from application.use_cases.service.report_health import ReportHealth
from application.use_cases.service.report_queue import ReportQueue
from application.use_cases.service.take_readings import TakeReadings
from application.use_cases.speakers.diarize import Diarize
from application.use_cases.speakers.enrol_speaker import EnrolSpeaker
from application.use_cases.speakers.hear_samples import HearSamples
from application.use_cases.speakers.hear_voice import HearVoice
from application.use_cases.speakers.known_speakers import (
    ForgetSpeaker,
    GetSpeaker,
    ListSpeakers,
    UpdateSpeaker,
)
from application.use_cases.speakers.verify_speakers import VerifySpeakers
from application.use_cases.speech.find_speech import FindSpeech
from application.use_cases.tasks.check_callback import CheckCallback
from application.use_cases.tasks.get_task import GetTask
from application.use_cases.tasks.list_tasks import ListTasks
from application.use_cases.transcripts.detect_language import DetectLanguage
from application.use_cases.transcripts.follow_transcription import FollowTranscription
from application.use_cases.transcripts.get_job_transcript import GetJobTranscript, ReadJobTranscript
from application.use_cases.transcripts.get_transcript import DeleteTranscripts, GetTranscript
from application.use_cases.transcripts.transcribe import Transcribe
from application.use_cases.upkeep.count_expired import CountExpired
from application.use_cases.upkeep.mend_storage import MendStorage
from application.use_cases.upkeep.purge_expired import PurgeExpired
from application.use_cases.upkeep.put_jobs_back import PutJobsBack
from application.use_cases.upkeep.release_abandoned_jobs import ReleaseAbandonedJobs
from application.use_cases.upkeep.submit_again import SubmitAgain
from application.use_cases.uploads.begin_upload import BeginUpload
from application.use_cases.uploads.continue_upload import ContinueUpload
from application.use_cases.uploads.finish_upload import FinishUpload
from application.use_cases.uploads.forget_expired_uploads import ForgetExpiredUploads
from application.use_cases.uploads.give_up_upload import GiveUpUpload
from application.use_cases.uploads.look_at_upload import LookAtUpload
from application.use_cases.webhooks.announce_end import AnnounceEnd
from application.use_cases.webhooks.deliver_due import DeliverDue
from application.use_cases.webhooks.deliveries import ListDeliveries, ResendDelivery
from application.use_cases.webhooks.get_webhook import GetWebhook, ListWebhooks
from application.use_cases.webhooks.owned_endpoint import OwnedEndpoint
from application.use_cases.webhooks.rotate_secret import RotateSecret
from application.use_cases.webhooks.subscribe import Subscribe, Unsubscribe
from application.voice_desk import VoiceDesk
from application.work_room import WorkRoom
from domain.transcription_job import Stage
from infrastructure import database, engine_tables, engines, jobs, metrics, webhooks
from infrastructure.api_keys import known_keys
from infrastructure.clip_storage import link_lifetime, s3_clip_storage
from infrastructure.devices import gpus_seen
from infrastructure.models import model_catalog, sample_store
from infrastructure.rate_limits import rate_limiter
from infrastructure.remote_recordings import address_rules, remote_recordings
from infrastructure.retention import retention_policy
from infrastructure.settings import Settings
from infrastructure.spread import spread
from infrastructure.subtitles import subtitle_shape
from infrastructure.tracing import job_meter, tracing
from infrastructure.uploads import upload_lifetime


class Container(containers.DeclarativeContainer):
    settings = providers.Dependency(instance_of=Settings)

    clock = providers.Singleton(SystemClock)
    new_id = providers.Object(uuid4)
    rate_limiter = providers.Singleton(
        rate_limiter, place=settings.provided.rate_limit_storage, clock=clock
    )
    largest_upload = providers.Callable(engines.largest_upload, settings)
    device = providers.Callable(detect_device, settings.provided.device)
    gpus = providers.Callable(gpus_seen)
    meters = providers.Singleton(PrometheusMeters)
    tracing = providers.Singleton(tracing, settings)
    job_meter = providers.Singleton(job_meter, meters, tracing)

    database_engine = providers.Singleton(database.make_engine, settings.provided.database_url)
    sessions = providers.Singleton(database.sessions, database_engine)
    unit_of_work = providers.Factory(SqlUnitOfWork, new_session=sessions)
    owned_endpoint = providers.Factory(
        OwnedEndpoint, clock=clock, new_secret=providers.Object(new_secret)
    )
    announce_end = providers.Factory(
        AnnounceEnd,
        owned=owned_endpoint,
        clock=clock,
        new_id=new_id,
        callback_bodies=providers.Callable(webhooks.callback_bodies),
    )
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

    model_catalog = providers.Singleton(model_catalog, settings)
    sample_store = providers.Singleton(sample_store, settings)
    loaded_models = providers.Singleton(ModelCache, clock, meters)
    spread = providers.Singleton(spread, settings, clock)
    stage_threads = providers.Singleton(engines.stage_threads, settings)

    speech_detectors = providers.Singleton(
        engine_tables.speech_detectors, settings, model_catalog, loaded_models
    )
    transcribers = providers.Singleton(
        engine_tables.transcribers,
        settings,
        model_catalog,
        loaded_models,
        spread,
    )
    aligners = providers.Singleton(engine_tables.aligners, settings, model_catalog, loaded_models)
    diarizers = providers.Singleton(engine_tables.diarizers, settings, model_catalog, loaded_models)

    voice_encoder = providers.Singleton(engines.voice_encoder, model_catalog, loaded_models)
    voice_threads = providers.Singleton(engines.voice_threads)

    stage_work = providers.Singleton(
        StageWork,
        speech_detectors=speech_detectors,
        transcribers=transcribers,
        aligners=aligners,
        diarizers=diarizers,
        voice_encoder=voice_encoder,
    )
    stage_limits = providers.Singleton(jobs.stage_limits, settings)
    gpu_turns = providers.Singleton(jobs.gpu_turns, settings)
    stage_turns = providers.Singleton(jobs.stage_turns, settings)
    sound_desk = providers.Singleton(
        SoundDesk,
        decoder=decoder,
        work=stage_work,
        threads=stage_threads,
        limits=stage_limits,
    )
    pipeline = providers.Singleton(
        TranscriptionPipeline, desk=sound_desk, turn=gpu_turns, stage_turns=stage_turns
    )

    upload_clip = providers.Factory(
        UploadClip,
        storage=clip_storage,
        decoder=decoder,
        unit_of_work=unit_of_work.provider,
        clock=clock,
        new_id=new_id,
        largest_bytes=largest_upload,
        meter=meters,
    )
    remote_recordings = providers.Singleton(
        remote_recordings,
        settings,
        providers.Callable(address_rules, settings),
    )
    import_clip = providers.Factory(ImportClip, recordings=remote_recordings, upload=upload_clip)
    gallery = providers.Factory(
        Gallery,
        model=voice_encoder.provided.prints_of,
        threshold=settings.provided.speaker_similarity,
    )
    hear_voice = providers.Factory(
        HearVoice,
        desk=providers.Singleton(
            VoiceDesk,
            desk=providers.Singleton(
                SoundDesk, decoder=decoder, work=stage_work, threads=voice_threads
            ),
            detectors=speech_detectors,
            encoder=voice_encoder,
        ),
        storage=clip_storage,
        unit_of_work=unit_of_work.provider,
        largest_bytes=largest_upload,
    )
    find_speech = providers.Factory(
        FindSpeech,
        desk=providers.Singleton(
            SoundDesk, decoder=decoder, work=stage_work, threads=voice_threads
        ),
        detectors=speech_detectors,
        storage=clip_storage,
        turn=gpu_turns,
    )
    hear_samples = providers.Factory(HearSamples, hear=hear_voice, recordings=remote_recordings)
    enrol_speaker = providers.Factory(
        EnrolSpeaker, unit_of_work=unit_of_work.provider, clock=clock, new_id=new_id
    )
    list_speakers = providers.Factory(ListSpeakers, unit_of_work=unit_of_work.provider)
    get_speaker = providers.Factory(GetSpeaker, unit_of_work=unit_of_work.provider)
    update_speaker = providers.Factory(UpdateSpeaker, unit_of_work=unit_of_work.provider)
    forget_speaker = providers.Factory(ForgetSpeaker, unit_of_work=unit_of_work.provider)
    verify_speakers = providers.Factory(VerifySpeakers, gallery=gallery)
    name_speakers = providers.Factory(
        NameSpeakers, unit_of_work=unit_of_work.provider, gallery=gallery
    )
    fetch_recording = providers.Factory(
        FetchRecording,
        import_clip=providers.Factory(
            ImportClip, recordings=remote_recordings, upload=upload_clip, patience=LONGEST
        ),
        hear_samples=hear_samples,
        gallery=gallery,
        unit_of_work=unit_of_work.provider,
        clock=clock,
        meter=job_meter,
    )

    runners = providers.Singleton(jobs.runner_register, settings)
    job_news = providers.Singleton(InProcessJobNews)
    job_audience = providers.Singleton(JobAudience)
    retry_policy = providers.Singleton(jobs.retry_policy, settings)
    at_once = providers.Callable(jobs.jobs_at_once, settings)
    job_engine = providers.Selector(
        settings.provided.job_engine,
        embedded=providers.Singleton(EmbeddedJobEngine, job_news),
        temporal=providers.Singleton(jobs.temporal_engine, settings, job_news),
    )
    keep_result = providers.Factory(
        KeepResult, unit_of_work=unit_of_work.provider, clock=clock, meter=job_meter
    )
    end_job = providers.Factory(
        EndJob,
        unit_of_work=unit_of_work.provider,
        clock=clock,
        new_id=new_id,
        news=job_news,
        announce=announce_end,
        name_speakers=name_speakers,
        retry=retry_policy,
        meter=job_meter,
    )
    run_job = providers.Factory(
        RunJob,
        pipeline=pipeline,
        storage=clip_storage,
        unit_of_work=unit_of_work.provider,
        clock=clock,
        fetch=fetch_recording,
        keep=keep_result,
        end=end_job,
    )
    take_job = providers.Factory(
        TakeJob, unit_of_work=unit_of_work.provider, runners=runners, clock=clock, new_id=new_id
    )
    keep_leases = providers.Factory(KeepLeases, unit_of_work=unit_of_work.provider, clock=clock)
    release_abandoned_jobs = providers.Factory(
        ReleaseAbandonedJobs,
        unit_of_work=unit_of_work.provider,
        runners=runners,
        clock=clock,
        news=job_news,
        announce=announce_end,
        meter=job_meter,
    )
    put_jobs_back = providers.Factory(
        PutJobsBack, unit_of_work=unit_of_work.provider, runners=runners, clock=clock
    )
    begin_job = providers.Factory(
        BeginJob, unit_of_work=unit_of_work.provider, runners=runners, clock=clock
    )
    plan_job = providers.Factory(
        PlanJob, unit_of_work=unit_of_work.provider, begin=begin_job, end=end_job
    )
    run_stage = providers.Factory(
        RunStage,
        desk=sound_desk,
        storage=clip_storage,
        unit_of_work=unit_of_work.provider,
        clock=clock,
        begin=begin_job,
        fetch=fetch_recording,
        keep=keep_result,
        room=providers.Singleton(WorkRoom),
        turn=gpu_turns,
        stage_turns=stage_turns,
        working_on=tracing.provided.working_on,
    )
    finish_job = providers.Factory(
        FinishJob,
        unit_of_work=unit_of_work.provider,
        begin=begin_job,
        end=end_job,
        working_on=tracing.provided.working_on,
    )
    note_progress = providers.Factory(NoteProgress, unit_of_work=unit_of_work.provider)
    note_interruption = providers.Factory(
        NoteInterruption, unit_of_work=unit_of_work.provider, clock=clock, meter=job_meter
    )
    note_end = providers.Factory(
        NoteEnd,
        unit_of_work=unit_of_work.provider,
        clock=clock,
        news=job_news,
        announce=announce_end,
        end=end_job,
        meter=job_meter,
    )
    submit_again = providers.Factory(
        SubmitAgain, unit_of_work=unit_of_work.provider, jobs=job_engine, clock=clock
    )
    takes = providers.Object(frozenset({Capability.GPU, Capability.CPU}))
    job_runner = providers.Selector(
        settings.provided.job_engine,
        embedded=providers.Singleton(
            JobRunner,
            take=take_job,
            run=run_job,
            keep_leases=keep_leases,
            release=release_abandoned_jobs,
            put_back=put_jobs_back,
            news=job_news,
            at_once=at_once,
            working_on=tracing.provided.working_on,
        ),
        temporal=providers.Singleton(
            jobs.temporal_runner,
            settings,
            takes=takes,
            plan=plan_job,
            run=run_stage,
            finish=finish_job,
            note_progress=note_progress,
            interruption=note_interruption,
            end=note_end,
            news=job_news,
            runners=runners,
            limits=stage_limits,
            retry=retry_policy,
        ),
    )

    partial_uploads = providers.Singleton(
        FilesystemPartialUploads, root=settings.provided.audio_storage_path
    )
    upload_lifetime = providers.Callable(upload_lifetime, settings)
    finish_upload = providers.Factory(FinishUpload, upload_clip=upload_clip)
    begin_upload = providers.Factory(
        BeginUpload,
        uploads=partial_uploads,
        finish=finish_upload,
        clock=clock,
        new_id=new_id,
        largest_bytes=largest_upload,
        kept_for=upload_lifetime,
    )
    continue_upload = providers.Factory(
        ContinueUpload,
        uploads=partial_uploads,
        finish=finish_upload,
        clock=clock,
        largest_bytes=largest_upload,
        kept_for=upload_lifetime,
    )
    look_at_upload = providers.Factory(
        LookAtUpload, uploads=partial_uploads, finish=finish_upload, clock=clock
    )
    give_up_upload = providers.Factory(GiveUpUpload, uploads=partial_uploads, clock=clock)
    forget_expired_uploads = providers.Factory(
        ForgetExpiredUploads, uploads=partial_uploads, clock=clock
    )
    get_clip = providers.Factory(GetClip, unit_of_work=unit_of_work.provider)
    list_clips = providers.Factory(ListClips, unit_of_work=unit_of_work.provider)
    read_clip = providers.Factory(ReadClip, storage=clip_storage)
    link_clip = providers.Factory(
        LinkClip,
        links=clip_links,
        storage=clip_storage,
        clock=clock,
        lasting=providers.Callable(link_lifetime, settings),
    )
    cancel_job = providers.Factory(
        CancelJob,
        unit_of_work=unit_of_work.provider,
        jobs=job_engine,
        clock=clock,
        news=job_news,
        announce=announce_end,
        meter=job_meter,
    )
    delete_clip = providers.Factory(
        DeleteClip,
        storage=clip_storage,
        unit_of_work=unit_of_work.provider,
        cancel=cancel_job,
    )
    queue_job = providers.Factory(
        QueueJob, clock=clock, new_id=new_id, most_waiting=settings.provided.max_queue_size
    )
    callback_addresses = providers.Singleton(
        webhooks.callback_addresses, settings, providers.Callable(address_rules, settings)
    )
    request_job = providers.Factory(
        RequestJob,
        unit_of_work=unit_of_work.provider,
        jobs=job_engine,
        queue=queue_job,
        recordings=remote_recordings,
        addresses=callback_addresses,
        gallery=gallery,
        meter=job_meter,
    )
    request_transcription = providers.Factory(
        RequestTranscription,
        unit_of_work=unit_of_work.provider,
        jobs=job_engine,
        queue=queue_job,
        audience=job_audience,
        gallery=gallery,
        meter=job_meter,
    )
    get_job = providers.Factory(GetJob, unit_of_work=unit_of_work.provider, at_once=at_once)
    list_jobs = providers.Factory(ListJobs, unit_of_work=unit_of_work.provider)
    get_task = providers.Factory(GetTask, unit_of_work=unit_of_work.provider)
    list_tasks = providers.Factory(ListTasks, unit_of_work=unit_of_work.provider)
    watch_job = providers.Factory(
        WatchJob, look=get_job, news=job_news, unit_of_work=unit_of_work.provider
    )
    await_job = providers.Factory(AwaitJob, unit_of_work=unit_of_work.provider, news=job_news)
    wait_a_while = providers.Factory(WaitAWhile, wait=await_job, unit_of_work=unit_of_work.provider)
    delete_job = providers.Factory(
        DeleteJob, unit_of_work=unit_of_work.provider, cancel=cancel_job, news=job_news
    )
    transcribe = providers.Factory(
        Transcribe,
        request=request_transcription,
        wait=await_job,
        cancel=cancel_job,
        audience=job_audience,
        unit_of_work=unit_of_work.provider,
    )
    follow_transcription = providers.Factory(
        FollowTranscription,
        transcribe=transcribe,
        hear=providers.Factory(HearJob, unit_of_work=unit_of_work.provider, news=job_news),
    )
    known_keys = providers.Singleton(
        known_keys, settings.provided.api_keys, unit_of_work=unit_of_work.provider, clock=clock
    )
    check_key = providers.Factory(CheckKey, keys=known_keys, clock=clock)
    create_key = providers.Factory(
        CreateKey,
        unit_of_work=unit_of_work.provider,
        clock=clock,
        new_id=new_id,
        new_secret=providers.Object(new_key_secret),
    )
    list_keys = providers.Factory(ListKeys, unit_of_work=unit_of_work.provider)
    revoke_key = providers.Factory(RevokeKey, unit_of_work=unit_of_work.provider, clock=clock)
    forget_key = providers.Factory(ForgetKey, unit_of_work=unit_of_work.provider)
    diarize = providers.Factory(
        Diarize,
        request=request_job,
        wait=await_job,
        cancel=cancel_job,
        transcribe=transcribe,
        gallery=gallery,
        unit_of_work=unit_of_work.provider,
    )
    keyed_requests = providers.Factory(
        KeyedRequests,
        claim=providers.Factory(
            ClaimKey,
            unit_of_work=unit_of_work.provider,
            runners=runners,
            clock=clock,
            new_id=new_id,
        ),
        renew=providers.Factory(RenewClaim, unit_of_work=unit_of_work.provider, clock=clock),
        complete=providers.Factory(
            CompleteRequest,
            unit_of_work=unit_of_work.provider,
            clock=clock,
            keep_for=providers.Callable(timedelta, hours=settings.provided.idempotency_ttl_hours),
        ),
        release=providers.Factory(ReleaseKey, unit_of_work=unit_of_work.provider),
    )

    subtitle_shape = providers.Callable(subtitle_shape, settings)
    openai_habits = providers.Factory(
        OpenaiHabits,
        whisper_1=settings.provided.openai_whisper1_model,
        language_names=settings.provided.openai_language_names,
    )
    get_transcript = providers.Factory(GetTranscript, unit_of_work=unit_of_work.provider)
    get_job_transcript = providers.Factory(GetJobTranscript, unit_of_work=unit_of_work.provider)
    read_job_transcript = providers.Factory(
        ReadJobTranscript,
        unit_of_work=unit_of_work.provider,
        transcript_of=get_job_transcript,
    )
    delete_transcripts = providers.Factory(DeleteTranscripts, unit_of_work=unit_of_work.provider)

    webhook_sender = providers.Singleton(
        webhooks.webhook_sender, settings, providers.Callable(address_rules, settings)
    )
    callback_targets = providers.Singleton(
        webhooks.callback_targets, settings, providers.Callable(address_rules, settings)
    )
    check_callback = providers.Factory(CheckCallback, targets=callback_targets)
    deliver_due = providers.Factory(
        DeliverDue,
        unit_of_work=unit_of_work.provider,
        sender=webhook_sender,
        clock=clock,
        schedules=providers.Callable(webhooks.schedules, settings),
        meter=meters,
    )
    subscribe = providers.Factory(
        Subscribe,
        unit_of_work=unit_of_work.provider,
        clock=clock,
        new_id=new_id,
        new_secret=providers.Object(new_secret),
        addresses=callback_addresses,
    )
    unsubscribe = providers.Factory(Unsubscribe, unit_of_work=unit_of_work.provider)
    list_webhooks = providers.Factory(ListWebhooks, unit_of_work=unit_of_work.provider)
    get_webhook = providers.Factory(
        GetWebhook, unit_of_work=unit_of_work.provider, owned=owned_endpoint
    )
    rotate_secret = providers.Factory(
        RotateSecret,
        unit_of_work=unit_of_work.provider,
        owned=owned_endpoint,
        clock=clock,
        new_secret=providers.Object(new_secret),
    )
    list_deliveries = providers.Factory(
        ListDeliveries, unit_of_work=unit_of_work.provider, owned=owned_endpoint
    )
    resend_delivery = providers.Factory(
        ResendDelivery, unit_of_work=unit_of_work.provider, clock=clock
    )

    choose_engines = providers.Factory(
        ChooseEngines,
        tables=providers.Dict(
            transcriber=transcribers,
            aligner=aligners,
            diarizer=diarizers,
            speech_detector=speech_detectors,
        ),
        by_request=settings.provided.engine_choice,
    )
    choose_model = providers.Factory(ChooseModel, catalog=model_catalog, engines=choose_engines)
    list_models = providers.Factory(ListModels, catalog=model_catalog)
    name_models = providers.Factory(NameModels, catalog=model_catalog)
    fetch_model = providers.Factory(FetchModel, catalog=model_catalog)
    verify_model = providers.Factory(VerifyModel, catalog=model_catalog)
    show_models = providers.Factory(ShowModels, catalog=model_catalog, models=loaded_models)
    bring_model = providers.Factory(BringModel, catalog=model_catalog)
    remove_model = providers.Factory(RemoveModel, catalog=model_catalog, models=loaded_models)
    load_model = providers.Factory(
        LoadModel,
        catalog=model_catalog,
        transcriber=transcribers.provided.usual,
        diarizer=diarizers.provided.usual,
        threads=stage_threads,
    )
    unload_model = providers.Factory(UnloadModel, catalog=model_catalog, models=loaded_models)
    take_into_memory = providers.Factory(
        TakeIntoMemory, catalog=model_catalog, models=loaded_models, load=load_model
    )
    take_out_of_memory = providers.Factory(
        TakeOutOfMemory, catalog=model_catalog, models=loaded_models, unload=unload_model
    )
    evict_idle_models = providers.Factory(EvictIdleModels, models=loaded_models)

    engine_of_stage = providers.Dict(
        {
            Stage.DETECT_SPEECH: speech_detectors.provided.usual,
            Stage.TRANSCRIBE: transcribers.provided.usual,
            Stage.ALIGN_WORDS: aligners.provided.usual,
            Stage.DIARIZE: diarizers.provided.usual,
            Stage.IDENTIFY_SPEAKERS: voice_encoder,
        }
    )
    engines_here = providers.Callable(
        metrics.engines_here, settings.provided.server_runs_jobs, engine_of_stage
    )
    report_health = providers.Factory(
        ReportHealth, device=device, gpus=gpus, engines=engine_of_stage, models=loaded_models
    )
    check_readiness = providers.Factory(
        CheckReadiness,
        unit_of_work=unit_of_work.provider,
        gpu_concurrency=settings.provided.gpu_concurrency,
        engines=engines_here,
    )
    machine = providers.Singleton(ThisMachine, providers.Callable(metrics.places, settings))
    expose_metrics = providers.Factory(
        ExposeMetrics,
        take_readings=providers.Factory(
            TakeReadings,
            unit_of_work=unit_of_work.provider,
            clock=clock,
            models=loaded_models,
            engines=engines_here,
            machine=machine,
        ),
        exposition=providers.Singleton(
            PrometheusExposition,
            meters.provided.registry,
            providers.Callable(metrics.service_info, device, transcribers.provided.usual),
        ),
    )
    report_queue = providers.Factory(
        ReportQueue,
        unit_of_work=unit_of_work.provider,
        gpu_concurrency=settings.provided.gpu_concurrency,
        most_waiting=settings.provided.max_queue_size,
    )
    asr_compat = providers.Callable(AsrDialect, settings.provided.asr_compat)
    detect_language = providers.Factory(
        DetectLanguage,
        desk=providers.Singleton(
            LanguageDesk,
            desk=providers.Singleton(
                SoundDesk, decoder=decoder, work=stage_work, threads=voice_threads
            ),
            decoder=decoder,
            detectors=speech_detectors,
            transcribers=transcribers,
        ),
        storage=clip_storage,
        largest_bytes=largest_upload,
    )
    mend_storage = providers.Factory(
        MendStorage, storage=clip_storage, unit_of_work=unit_of_work.provider, clock=clock
    )
    retention_policy = providers.Callable(retention_policy, settings)
    purge_expired = providers.Factory(
        PurgeExpired,
        policy=retention_policy,
        storage=clip_storage,
        unit_of_work=unit_of_work.provider,
        clock=clock,
    )
    count_expired = providers.Factory(
        CountExpired, policy=retention_policy, unit_of_work=unit_of_work.provider, clock=clock
    )
