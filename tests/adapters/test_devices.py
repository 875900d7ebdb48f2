"""Which device is not there, and what is to be done about it."""

import pytest

from adapters.outbound.engines.devices import device_problem

GPUS = "adapters.outbound.engines.devices.gpu_names"


@pytest.mark.parametrize("device", ["cpu", "cuda", "cuda:0", "cuda:1"])
def test_a_device_that_is_there_is_no_problem(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GPUS, lambda: ["one", "two"])
    assert device_problem(device) is None


def test_a_gpu_beyond_the_last_is_told_with_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(GPUS, lambda: ["one", "two"])
    problem = device_problem("cuda:2") or ""
    assert problem.startswith("DEVICE=cuda:2: the last GPU here is cuda:1.")


@pytest.mark.parametrize("device", ["cuda", "cuda:7"])
def test_without_a_gpu_the_driver_and_the_setting_are_named(
    device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GPUS, list)
    problem = device_problem(device) or ""
    assert f"DEVICE={device}" in problem
    assert "driver" in problem
    assert "auto or cpu" in problem


@pytest.mark.parametrize(
    ("system", "machine", "there"),
    [("Darwin", "arm64", True), ("Darwin", "x86_64", False), ("Linux", "aarch64", False)],
)
def test_only_some_computers_of_apple_have_its_gpu(
    monkeypatch: pytest.MonkeyPatch, system: str, machine: str, *, there: bool
) -> None:
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr("platform.machine", lambda: machine)
    assert (device_problem("mps") is None) is there
