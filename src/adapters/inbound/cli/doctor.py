"""hexavox doctor: what is installed, which engines can run, on which device, and why not."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from rich.console import Console
from rich.table import Table

from application.use_cases.service.report_health import Health

_PACKAGES: Final = (
    "hexavox",
    "faster-whisper",
    "ctranslate2",
    "onnxruntime",
    "av",
    "torch",
    "pyannote.audio",
)


def show_installed(console: Console) -> None:
    table = Table("PACKAGE", "VERSION", box=None, pad_edge=False)
    for package in _PACKAGES:
        table.add_row(package, _version(package))
    console.print(table)


def show_machine(device: str, cores: int, gpus: Sequence[str], console: Console) -> None:
    console.print(f"\nDevice {device}; {cores} cores; GPUs: {', '.join(gpus) or 'none'}")


def show_engines(health: Health, console: Console) -> bool:
    """Whether all that a transcript needs can run."""
    table = Table("STAGE", "ENGINE", "MODEL", "DEVICE", "STATE", box=None, pad_edge=False)
    for stage, engine in health.stages.items():
        state = engine.problem or "can run"
        table.add_row(stage, engine.name, engine.model or "", engine.device or "", state)
    console.print()
    console.print(table)
    return health.can_transcribe


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
