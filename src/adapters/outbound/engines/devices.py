"""Which device there is, found out without loading a model library."""

import platform
from typing import Final

from adapters.outbound.engines.gpus import gpus

_APPLE: Final = ("Darwin", "arm64")


def detect_device(wanted: str) -> str:
    """`cpu`, `mps`, `cuda` or `cuda:N`: what is wanted, or what is here for `auto`."""
    if wanted != "auto":
        return wanted
    return "cuda" if gpu_names() else "cpu"


def gpu_names() -> list[str]:
    """The NVIDIA GPUs that may be used here by name; none where there is no driver."""
    return [gpu.name for gpu in gpus()]


def gpu_devices(wanted: str) -> list[str]:
    """The GPUs that the work is spread over, as `cuda:N`: all there are for `auto` and `cuda`, the
    one that is named for `cuda:N`, and none where the work is not for a GPU of NVIDIA."""
    device = detect_device(wanted)
    if device != "cuda":
        return [device] if device.startswith("cuda") else []
    # Where the driver shows none the one that is wanted is told as a problem.
    return [f"cuda:{index}" for index in range(len(gpu_names()))] or ["cuda"]


def device_problem(device: str) -> str | None:
    """Why nothing can be computed there, and what to do about it; None where it can."""
    if device == "mps" and (platform.system(), platform.machine()) != _APPLE:
        return "DEVICE=mps: this machine has no Apple GPU. Set DEVICE to auto or cpu."
    return _cuda_problem(device) if device.startswith("cuda") else None


def _cuda_problem(device: str) -> str | None:
    count = len(gpu_names())
    if count == 0:
        return (
            f"DEVICE={device}: the driver of NVIDIA shows no GPU here. Install the driver, or give "
            "the container the GPU (--gpus all), until `nvidia-smi` lists it; or set DEVICE to "
            "auto or cpu."
        )
    if int(device.partition(":")[2] or 0) >= count:
        return (
            f"DEVICE={device}: the last GPU here is cuda:{count - 1}. Set DEVICE to that or to "
            "another one that `nvidia-smi` lists."
        )
    return None


def whisper_device(device: str) -> str:
    """CTranslate2 knows no Apple GPU; there it computes on the processor."""
    return "cpu" if device == "mps" else device
