"""The engines by the work they do, and the models and devices that they share."""

from dependency_injector import providers

from adapters.outbound.engines.devices import detect_device
from adapters.outbound.engines.model_cache import ModelCache
from application.stage_work import StageWork
from domain.transcription_job import Stage
from infrastructure import engine_tables, engines
from infrastructure.composition.foundation import Foundation
from infrastructure.devices import gpus_seen
from infrastructure.models import model_catalog, sample_store
from infrastructure.spread import spread


class Engines(Foundation):
    device = providers.Callable(detect_device, Foundation.settings.provided.device)
    gpus = providers.Callable(gpus_seen)
    model_catalog = providers.Singleton(model_catalog, Foundation.settings)
    sample_store = providers.Singleton(sample_store, Foundation.settings)
    loaded_models = providers.Singleton(ModelCache, Foundation.clock, Foundation.meters)
    spread = providers.Singleton(spread, Foundation.settings, Foundation.clock)

    stage_threads = providers.Singleton(engines.stage_threads, Foundation.settings)
    voice_threads = providers.Singleton(engines.voice_threads)

    speech_detectors = providers.Singleton(
        engine_tables.speech_detectors, Foundation.settings, model_catalog, loaded_models
    )
    transcribers = providers.Singleton(
        engine_tables.transcribers,
        Foundation.settings,
        model_catalog,
        loaded_models,
        spread,
    )
    aligners = providers.Singleton(
        engine_tables.aligners, Foundation.settings, model_catalog, loaded_models
    )
    diarizers = providers.Singleton(
        engine_tables.diarizers, Foundation.settings, model_catalog, loaded_models
    )
    voice_encoder = providers.Singleton(engines.voice_encoder, model_catalog, loaded_models)

    stage_work = providers.Singleton(
        StageWork,
        speech_detectors=speech_detectors,
        transcribers=transcribers,
        aligners=aligners,
        diarizers=diarizers,
        voice_encoder=voice_encoder,
    )
    engine_of_stage = providers.Dict(
        {
            Stage.DETECT_SPEECH: speech_detectors.provided.usual,
            Stage.TRANSCRIBE: transcribers.provided.usual,
            Stage.ALIGN_WORDS: aligners.provided.usual,
            Stage.DIARIZE: diarizers.provided.usual,
            Stage.IDENTIFY_SPEAKERS: voice_encoder,
        }
    )
