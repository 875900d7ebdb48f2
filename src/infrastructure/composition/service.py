"""How the service is: alive, ready, busy, and in figures."""

from dependency_injector import providers

from adapters.outbound.machine import ThisMachine
from adapters.outbound.metrics.prometheus_exposition import PrometheusExposition
from application.use_cases.service.check_readiness import CheckReadiness
from application.use_cases.service.expose_metrics import ExposeMetrics
from application.use_cases.service.report_health import ReportHealth
from application.use_cases.service.report_queue import ReportQueue
from application.use_cases.service.take_readings import TakeReadings
from infrastructure import metrics
from infrastructure.composition.engines import Engines
from infrastructure.composition.foundation import Foundation


class Service(Engines):
    engines_here = providers.Callable(
        metrics.engines_here, Foundation.settings.provided.server_runs_jobs, Engines.engine_of_stage
    )
    report_health = providers.Factory(
        ReportHealth,
        device=Engines.device,
        gpus=Engines.gpus,
        engines=Engines.engine_of_stage,
        models=Engines.loaded_models,
    )
    check_readiness = providers.Factory(
        CheckReadiness,
        unit_of_work=Foundation.unit_of_work.provider,
        gpu_concurrency=Foundation.settings.provided.gpu_concurrency,
        engines=engines_here,
    )
    report_queue = providers.Factory(
        ReportQueue,
        unit_of_work=Foundation.unit_of_work.provider,
        gpu_concurrency=Foundation.settings.provided.gpu_concurrency,
        most_waiting=Foundation.settings.provided.max_queue_size,
    )

    machine = providers.Singleton(
        ThisMachine, providers.Callable(metrics.places, Foundation.settings)
    )
    expose_metrics = providers.Factory(
        ExposeMetrics,
        take_readings=providers.Factory(
            TakeReadings,
            unit_of_work=Foundation.unit_of_work.provider,
            clock=Foundation.clock,
            models=Engines.loaded_models,
            engines=engines_here,
            machine=machine,
        ),
        exposition=providers.Singleton(
            PrometheusExposition,
            Foundation.meters.provided.registry,
            providers.Callable(
                metrics.service_info, Engines.device, Engines.transcribers.provided.usual
            ),
        ),
    )
