"""Which device there is, found out without loading a model library."""

import logging
import platform
from typing import Final

_LOG: Final = logging.getLogger(__name__)

_FOR_CPU: Final = ("int8", "int8_float32", "float32")
"""What CTranslate2 computes in on a processor; the rest it silently widens to float32."""
_APPLE: Final = ("Darwin", "arm64")


def detect_device(wanted: str) -> str:
    """`cpu`, `mps`, `cuda` or `cuda:N`: what is wanted, or what is here for `auto`."""
    if wanted != "auto":
        return wanted
    return "cuda" if gpu_names() else "cpu"


def gpu_names() -> list[str]:
    """The NVIDIA GPUs of this machine by name; none where there is no driver."""
    import pynvml  # noqa: PLC0415 - asks the driver, so not at import

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return []
    try:
        handles = map(pynvml.nvmlDeviceGetHandleByIndex, range(pynvml.nvmlDeviceGetCount()))
        return [str(pynvml.nvmlDeviceGetName(handle)) for handle in handles]
    finally:
        pynvml.nvmlShutdown()


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


def compute_type_for(device: str, wanted: str) -> str:
    """The type to compute in: the wanted one where the device has it, int8 on a processor."""
    if device.startswith("cuda"):
        return "float16" if wanted == "auto" else wanted
    if wanted == "auto" or wanted in _FOR_CPU:
        return "int8" if wanted == "auto" else wanted
    _LOG.warning("COMPUTE_TYPE=%s needs a GPU; on this processor int8 is used instead", wanted)
    return "int8"
