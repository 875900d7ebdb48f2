"""How Whisper is laid out over a machine."""

import pytest

from adapters.outbound.engines.devices import detect_device, whisper_device
from adapters.outbound.engines.whisper_layout import WhisperLayout


@pytest.mark.parametrize("cores", [1, 2, 3, 4, 7, 8, 16, 64])
def test_on_a_processor_workers_share_the_cores(cores: int) -> None:
    layout = WhisperLayout.of(device="cpu", compute_type="int8", cores=cores)
    assert layout.workers >= 1
    assert layout.threads >= 1
    assert layout.workers * layout.threads <= cores


def test_two_cores_have_a_worker_each() -> None:
    layout = WhisperLayout.of(device="cpu", compute_type="int8", cores=2)
    assert (layout.workers, layout.threads) == (2, 1)


def test_a_gpu_is_fed_in_large_batches() -> None:
    layout = WhisperLayout.of(device="cuda", compute_type="float16", cores=16)
    assert (
        layout.batch_size > WhisperLayout.of(device="cpu", compute_type="int8", cores=16).batch_size
    )


@pytest.mark.parametrize("device", ["cpu", "cuda"])
def test_whoever_knows_better_is_obeyed(device: str) -> None:
    layout = WhisperLayout.of(
        device=device, compute_type="float32", cores=4, workers=2, batch_size=5
    )
    assert (layout.workers, layout.threads, layout.batch_size) == (2, 2, 5)


def test_more_workers_than_cores_have_a_thread_each() -> None:
    layout = WhisperLayout.of(device="cpu", compute_type="int8", cores=2, workers=6)
    assert (layout.workers, layout.threads) == (6, 1)


@pytest.mark.parametrize(
    ("device", "kind", "index"), [("cpu", "cpu", 0), ("cuda", "cuda", 0), ("cuda:3", "cuda", 3)]
)
def test_one_gpu_of_several_can_be_chosen(device: str, kind: str, index: int) -> None:
    layout = WhisperLayout.of(device=device, compute_type="float16", cores=4)
    assert (layout.device_kind, layout.device_index) == (kind, index)


@pytest.mark.parametrize("device", ["cpu", "cuda", "cuda:1", "mps"])
def test_a_device_that_is_named_is_not_looked_for(device: str) -> None:
    assert detect_device(device) == device


def test_whisper_computes_on_the_processor_of_an_apple() -> None:
    assert whisper_device("mps") == "cpu"
    assert whisper_device("cuda:1") == "cuda:1"
