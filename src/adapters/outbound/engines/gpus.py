"""The NVIDIA GPUs that this process may use, found out from the driver without a model library."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

_VISIBLE: Final = "CUDA_VISIBLE_DEVICES"
_ORDER: Final = "CUDA_DEVICE_ORDER"

Capability: TypeAlias = tuple[int, int]
"""CUDA's compute capability, for example (8, 6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gpu:
    name: str
    uuid: str = ""
    capability: Capability | None = None
    """None where the driver does not say."""
    memory_bytes: int = 0


def gpus(environment: Mapping[str, str] = os.environ) -> list[Gpu]:
    """In CUDA's numbering, so that `cuda:N` is the one at N; none where there is no driver.

    The driver lists all GPUs of the machine, or of the container; CUDA those of them that
    CUDA_VISIBLE_DEVICES leaves, in the order in which it names them.
    """
    return list(_visible(_all_gpus(), environment.get(_VISIBLE)))


def number_gpus_as_the_driver_does() -> None:
    """CUDA puts the fastest GPU first unless it is told, before it is first used, to count like
    the driver; else `cuda:1` would not be what the driver says of GPU 1."""
    os.environ.setdefault(_ORDER, "PCI_BUS_ID")


def _all_gpus() -> list[Gpu]:
    import pynvml  # noqa: PLC0415 - asks the driver, so not at import

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return []
    try:
        count = pynvml.nvmlDeviceGetCount()
        return [_gpu(pynvml, pynvml.nvmlDeviceGetHandleByIndex(index)) for index in range(count)]
    finally:
        pynvml.nvmlShutdown()


def _gpu(nvml: Any, handle: Any) -> Gpu:  # noqa: ANN401 - pynvml has no types
    capability = told_by(nvml, "nvmlDeviceGetCudaComputeCapability", handle)
    memory = told_by(nvml, "nvmlDeviceGetMemoryInfo", handle)
    return Gpu(
        name=str(nvml.nvmlDeviceGetName(handle)),
        uuid=str(told_by(nvml, "nvmlDeviceGetUUID", handle) or ""),
        capability=None if capability is None else (int(capability[0]), int(capability[1])),
        memory_bytes=0 if memory is None else int(memory.total),
    )


def told_by(nvml: Any, question: str, of: Any) -> Any:  # noqa: ANN401
    """None for what this driver or this GPU does not answer."""
    try:
        return getattr(nvml, question)(of)
    except nvml.NVMLError:
        return None


def _visible(found: Sequence[Gpu], named: str | None) -> Iterator[Gpu]:
    """Like CUDA: numbers or the beginnings of UUIDs, up to the first that is none."""
    if named is None:
        yield from found
        return
    for name in map(str.strip, named.split(",")):
        gpu = _of_name(found, name)
        if gpu is None:
            return
        yield gpu


def _of_name(found: Sequence[Gpu], name: str) -> Gpu | None:
    if name.isdigit():
        return found[int(name)] if int(name) < len(found) else None
    return next((gpu for gpu in found if name and gpu.uuid.startswith(name)), None)
