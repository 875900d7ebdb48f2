"""What a device computes in, and what is told where it is not what was asked for."""

import pytest

from adapters.outbound.engines.compute_types import capability_of, compute_type_for
from adapters.outbound.engines.gpus import Capability, Gpu

GPUS = "adapters.outbound.engines.compute_types.gpus"


@pytest.mark.parametrize(
    ("device", "wanted", "computed"),
    [
        ("cpu", "auto", "int8"),
        ("cpu", "int8", "int8"),
        ("cpu", "float32", "float32"),
        ("cuda", "auto", "float16"),
        ("cuda:1", "auto", "float16"),
        ("cuda", "int8_float16", "int8_float16"),
        ("cuda", "float32", "float32"),
    ],
)
def test_what_is_computed_in_follows_the_device(device: str, wanted: str, computed: str) -> None:
    chosen = compute_type_for(device, wanted)
    assert (chosen.name, chosen.warning) == (computed, None)


@pytest.mark.parametrize("wanted", ["float16", "bfloat16", "int8_float16"])
def test_what_a_processor_cannot_compute_in_is_replaced_and_told(wanted: str) -> None:
    chosen = compute_type_for("cpu", wanted)
    assert chosen.name == "int8"
    assert f"COMPUTE_TYPE={wanted} needs a GPU" in (chosen.warning or "")


@pytest.mark.parametrize(
    ("capability", "computed"),
    [
        ((9, 0), "float16"),
        ((8, 6), "float16"),
        ((7, 5), "float16"),
        ((7, 0), "float16"),
        ((6, 2), "float32"),
        ((6, 1), "int8"),
        ((6, 0), "float32"),
        ((5, 2), "float32"),
    ],
)
def test_an_older_gpu_computes_in_the_best_it_has(capability: Capability, computed: str) -> None:
    assert compute_type_for("cuda", "auto", capability).name == computed


@pytest.mark.parametrize(
    ("capability", "wanted"),
    [((6, 1), "float16"), ((6, 1), "int8_float16"), ((7, 5), "bfloat16"), ((5, 2), "int8")],
)
def test_what_a_gpu_does_not_have_is_replaced_and_told(capability: Capability, wanted: str) -> None:
    chosen = compute_type_for("cuda:1", wanted, capability)
    assert chosen.name != wanted
    assert f"COMPUTE_TYPE={wanted} is not what cuda:1 has" in (chosen.warning or "")
    assert compute_type_for("cuda:1", chosen.name, capability).warning is None


def test_each_gpu_is_asked_what_it_can(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [Gpu(name="new", capability=(9, 0)), Gpu(name="old", capability=(6, 1))]
    monkeypatch.setattr(GPUS, lambda: found)
    asked = ("cuda", "cuda:0", "cuda:1", "cuda:2", "cpu")
    assert [capability_of(device) for device in asked] == [(9, 0), (9, 0), (6, 1), None, None]
