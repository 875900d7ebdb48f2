"""Which GPUs the driver shows, and which of them may be used."""

# ruff: noqa: N802 - the names are those of pynvml
import sys
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from adapters.outbound.engines.gpus import Gpu, gpus


class NVMLError(Exception):
    """What pynvml raises."""


@dataclass
class Driver:
    """What pynvml is, on a machine with these GPUs; without a driver there are none."""

    has_driver: bool = True
    is_new: bool = True
    names: list[str] = field(default_factory=lambda: ["A", "B", "C"])
    NVMLError = NVMLError
    shut_down: int = 0

    def nvmlInit(self) -> None:
        if not self.has_driver:
            raise NVMLError("NVML Shared Library Not Found")

    def nvmlShutdown(self) -> None:
        self.shut_down += 1

    def nvmlDeviceGetCount(self) -> int:
        return len(self.names)

    def nvmlDeviceGetHandleByIndex(self, index: int) -> int:
        return index

    def nvmlDeviceGetName(self, handle: int) -> str:
        return self.names[handle]

    def nvmlDeviceGetUUID(self, handle: int) -> str:
        return f"GPU-{self.names[handle].lower()}0"

    def nvmlDeviceGetMemoryInfo(self, _handle: int) -> SimpleNamespace:
        return SimpleNamespace(total=8 * 2**30)

    def nvmlDeviceGetCudaComputeCapability(self, _handle: int) -> tuple[int, int]:
        if not self.is_new:
            raise NVMLError("Not Supported")
        return 8, 6


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> Driver:
    driver = Driver()
    monkeypatch.setitem(sys.modules, "pynvml", driver)
    return driver


def names(visible: str | None) -> list[str]:
    return [gpu.name for gpu in gpus({} if visible is None else {"CUDA_VISIBLE_DEVICES": visible})]


def test_a_gpu_is_described_by_its_driver(driver: Driver) -> None:
    assert gpus({})[0] == Gpu(name="A", uuid="GPU-a0", capability=(8, 6), memory_bytes=8 * 2**30)
    assert driver.shut_down == 1


def test_without_a_driver_there_are_none(driver: Driver) -> None:
    driver.has_driver = False
    assert gpus({}) == []


def test_what_a_driver_does_not_tell_is_left_open(driver: Driver) -> None:
    driver.is_new = False
    assert gpus({})[0].capability is None


@pytest.mark.usefixtures("driver")
@pytest.mark.parametrize(
    ("visible", "left"),
    [
        (None, ["A", "B", "C"]),
        ("2,0", ["C", "A"]),
        ("1", ["B"]),
        ("GPU-c0,GPU-a", ["C", "A"]),
        ("0,7,1", ["A"]),
        ("-1", []),
        ("", []),
    ],
)
def test_only_those_count_that_cuda_may_see(visible: str | None, left: list[str]) -> None:
    assert names(visible) == left
