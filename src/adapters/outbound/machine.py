"""The machine as the driver of its GPUs and its file systems tell of it."""

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, final

from adapters.outbound.engines.gpus import Gpu, gpus, told_by
from application.ports.machine import GpuReading, Machine, MachineReading


@final
class ThisMachine(Machine):
    def __init__(self, places: Mapping[str, Path]) -> None:
        self._places = places

    def read(self) -> MachineReading:
        return MachineReading(gpus=tuple(_gpus()), disks_free=dict(self._disks()))

    def _disks(self) -> Iterator[tuple[str, int]]:
        for name, path in self._places.items():
            try:
                yield name, shutil.disk_usage(path).free
            except OSError:
                continue  # not made yet, or taken away


def _gpus() -> Iterator[GpuReading]:
    visible = gpus()
    if not visible:
        return
    import pynvml  # noqa: PLC0415 - asks the driver, so not at import

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return
    try:
        for index, gpu in enumerate(visible):
            handle = told_by(pynvml, "nvmlDeviceGetHandleByUUID", gpu.uuid)
            if handle is not None:
                yield _reading(pynvml, handle, index, gpu)
    finally:
        pynvml.nvmlShutdown()


def _reading(nvml: Any, handle: Any, index: int, gpu: Gpu) -> GpuReading:  # noqa: ANN401 - untyped
    memory = told_by(nvml, "nvmlDeviceGetMemoryInfo", handle)
    rates = told_by(nvml, "nvmlDeviceGetUtilizationRates", handle)
    processes = told_by(nvml, "nvmlDeviceGetComputeRunningProcesses", handle) or ()
    own = (process.usedGpuMemory for process in processes if process.pid == os.getpid())
    return GpuReading(
        device=f"cuda:{index}",
        name=gpu.name,
        memory_total=gpu.memory_bytes,
        memory_used=0 if memory is None else int(memory.used),
        memory_own=sum(int(used or 0) for used in own),
        utilisation=None if rates is None else rates.gpu / 100,
    )
