"""hexavox doctor: what is installed, which engines can run, on which device, and why not."""

from collections.abc import Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from types import MappingProxyType
from typing import Final

from rich.console import Console
from rich.table import Table

from application.ports.model_catalog import ModelEntry, ModelPurpose
from application.use_cases.service.report_health import GpuSeen, Health

_PACKAGES: Final = (
    "hexavox",
    "faster-whisper",
    "ctranslate2",
    "onnxruntime",
    "av",
    "torch",
    "transformers",
    "whisperx",
    "pyannote.audio",
)
_PURPOSES: Final[Mapping[ModelPurpose, str]] = MappingProxyType(
    {ModelPurpose.ALIGN: " (word times)", ModelPurpose.DIARIZE: " (speakers)"}
)
"""What a model's name does not tell; the others transcribe."""


def show_installed(console: Console) -> None:
    table = Table("PACKAGE", "VERSION", box=None, pad_edge=False)
    for package in _PACKAGES:
        table.add_row(package, _version(package))
    console.print(table)


def show_machine(health: Health, cores: int, console: Console) -> None:
    gpus = ", ".join(map(_gpu, health.gpus)) or "none"
    console.print(f"\nDevice {health.device}; {cores} cores; GPUs: {gpus}")


def show_engines(health: Health, console: Console) -> bool:
    """Whether all that a transcript needs can run."""
    table = Table(
        "STAGE", "ENGINE", "MODEL", "DEVICE", "COMPUTES IN", "STATE", box=None, pad_edge=False
    )
    for stage, engine in health.stages.items():
        table.add_row(
            stage,
            engine.name,
            engine.model or "",
            engine.device or "",
            engine.compute_type or "",
            engine.problem or "can run",
        )
    console.print()
    console.print(table)
    for engine in health.stages.values():
        for warning in engine.warnings:
            console.print(f"{engine.name}: {warning}")
    return health.can_transcribe


def show_models_here(models: Sequence[ModelEntry], console: Console) -> None:
    here = [each.name + _PURPOSES.get(each.purpose, "") for each in models if each.is_here]
    console.print("\nModels here:", ", ".join(here) or "none")


def _gpu(gpu: GpuSeen) -> str:
    told = [f"{gpu.memory_bytes / 2**30:.0f} GiB"] if gpu.memory_bytes else []
    if gpu.compute_capability is not None:
        told.append(f"compute capability {gpu.compute_capability}")
    return f"{gpu.device} {gpu.name}" + (f" ({', '.join(told)})" if told else "")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
