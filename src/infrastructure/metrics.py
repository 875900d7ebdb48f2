"""What metrics tell of the settings."""

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Final

from adapters.outbound.metrics.prometheus_exposition import ServiceInfo
from application.ports.engines.description import Engine
from domain.transcription_job import Stage
from infrastructure.settings import Settings
from infrastructure.variables.places import ClipStorageKind

_NONE: Final = "none"


def service_info(device: str, transcriber: Engine) -> ServiceInfo:
    compute_type = transcriber.describe().compute_type or _NONE
    return ServiceInfo(version=version("hexavox"), device=device, compute_type=compute_type)


def places(settings: Settings) -> Mapping[str, Path]:
    """The folders that fill up, by what is kept there."""
    kept = {"data": settings.data_dir, "scratch": settings.scratch_dir}
    if settings.clip_storage is ClipStorageKind.FILESYSTEM:
        kept["clips"] = settings.audio_storage_path
    return {name: path for name, path in kept.items() if path is not None}


def engines_here(runs_jobs: bool, engines: Mapping[Stage, Engine]) -> Mapping[Stage, Engine]:  # noqa: FBT001
    """None where this process leaves jobs to others."""
    return engines if runs_jobs else {}
