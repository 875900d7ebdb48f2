"""What the driver and the file systems tell of a machine."""

# ruff: noqa: N802 - the names are those of pynvml
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

from adapters.outbound.machine import ThisMachine
from application.ports.machine import GpuReading, MachineReading


class NVMLError(Exception):
    """What pynvml raises."""


@dataclass
class Driver:
    """What pynvml is, on a machine with one GPU; without a driver there is none."""

    has_driver: bool = True
    is_divided: bool = False
    tells_processes: bool = True
    NVMLError = NVMLError

    def nvmlInit(self) -> None:
        if not self.has_driver:
            raise NVMLError("NVML Shared Library Not Found")

    def nvmlShutdown(self) -> None: ...

    def nvmlDeviceGetCount(self) -> int:
        return 1

    def nvmlDeviceGetHandleByIndex(self, index: int) -> int:
        return index

    def nvmlDeviceGetHandleByUUID(self, uuid: str) -> int:
        assert uuid == "GPU-a"
        return 0

    def nvmlDeviceGetName(self, _handle: int) -> str:
        return "A"

    def nvmlDeviceGetUUID(self, _handle: int) -> str:
        return "GPU-a"

    def nvmlDeviceGetMemoryInfo(self, _handle: int) -> SimpleNamespace:
        return SimpleNamespace(total=100, used=60)

    def nvmlDeviceGetCudaComputeCapability(self, _handle: int) -> tuple[int, int]:
        return 9, 0

    def nvmlDeviceGetUtilizationRates(self, _handle: int) -> SimpleNamespace:
        if self.is_divided:
            raise NVMLError("Not Supported")
        return SimpleNamespace(gpu=25)

    def nvmlDeviceGetComputeRunningProcesses(self, _handle: int) -> list[SimpleNamespace]:
        if not self.tells_processes:
            raise NVMLError("Not Supported")
        other = SimpleNamespace(pid=os.getpid() + 1, usedGpuMemory=20)
        return [SimpleNamespace(pid=os.getpid(), usedGpuMemory=40), other]


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Driver:
    driver = Driver()
    monkeypatch.setitem(sys.modules, "pynvml", driver)
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    return driver


@pytest.mark.usefixtures("driver")
def test_a_gpu_is_read_with_what_this_process_has_of_it() -> None:
    (gpu,) = ThisMachine({}).read().gpus
    assert gpu == GpuReading(
        device="cuda:0",
        name="A",
        memory_total=100,
        memory_used=60,
        memory_own=40,
        utilisation=0.25,
    )


def test_what_the_driver_does_not_tell_is_left_out(driver: Driver) -> None:
    driver.is_divided, driver.tells_processes = True, False
    (gpu,) = ThisMachine({}).read().gpus
    assert (gpu.utilisation, gpu.memory_own, gpu.memory_used) == (None, 0, 60)


def test_without_a_driver_there_is_nothing_to_read(driver: Driver) -> None:
    driver.has_driver = False
    assert ThisMachine({}).read() == MachineReading()


@pytest.mark.usefixtures("driver")
def test_disks_that_are_there_are_read(tmp_path: Path) -> None:
    free = ThisMachine({"clips": tmp_path, "gone": tmp_path / "gone"}).read().disks_free
    assert free.keys() == {"clips"}
    assert free["clips"] > 0
