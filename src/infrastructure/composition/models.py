"""Choosing engines and models, and having weights on disk and in memory."""

from dependency_injector import providers

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
from infrastructure.composition.engines import Engines
from infrastructure.composition.foundation import Foundation


class Models(Engines):
    choose_engines = providers.Factory(
        ChooseEngines,
        tables=providers.Dict(
            transcriber=Engines.transcribers,
            aligner=Engines.aligners,
            diarizer=Engines.diarizers,
            speech_detector=Engines.speech_detectors,
        ),
        by_request=Foundation.settings.provided.engine_choice,
    )
    choose_model = providers.Factory(
        ChooseModel, catalog=Engines.model_catalog, engines=choose_engines
    )

    list_models = providers.Factory(ListModels, catalog=Engines.model_catalog)
    name_models = providers.Factory(NameModels, catalog=Engines.model_catalog)
    show_models = providers.Factory(
        ShowModels, catalog=Engines.model_catalog, models=Engines.loaded_models
    )

    fetch_model = providers.Factory(FetchModel, catalog=Engines.model_catalog)
    verify_model = providers.Factory(VerifyModel, catalog=Engines.model_catalog)
    bring_model = providers.Factory(BringModel, catalog=Engines.model_catalog)
    remove_model = providers.Factory(
        RemoveModel, catalog=Engines.model_catalog, models=Engines.loaded_models
    )

    load_model = providers.Factory(
        LoadModel,
        catalog=Engines.model_catalog,
        transcriber=Engines.transcribers.provided.usual,
        diarizer=Engines.diarizers.provided.usual,
        threads=Engines.stage_threads,
    )
    unload_model = providers.Factory(
        UnloadModel, catalog=Engines.model_catalog, models=Engines.loaded_models
    )
    take_into_memory = providers.Factory(
        TakeIntoMemory, catalog=Engines.model_catalog, models=Engines.loaded_models, load=load_model
    )
    take_out_of_memory = providers.Factory(
        TakeOutOfMemory,
        catalog=Engines.model_catalog,
        models=Engines.loaded_models,
        unload=unload_model,
    )
    evict_idle_models = providers.Factory(EvictIdleModels, models=Engines.loaded_models)
