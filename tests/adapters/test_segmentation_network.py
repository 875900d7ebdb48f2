"""The network that hears who speaks: that it computes what pyannote's own computes, and that a file
of another kind is told from its own."""

import os
import shutil
from collections import OrderedDict
from pathlib import Path
from typing import Final
from zipfile import ZipFile

import numpy as np
import pytest

from application.errors import CorruptWeightsError
from application.waveform import SAMPLE_RATE, Samples
from tests.conftest import Recording
from tests.fakes.sounds import silence

torch = pytest.importorskip("torch", reason="needs the speakers extra")

from adapters.outbound.engines.segmentation.checkpoint import tensors_of  # noqa: E402
from adapters.outbound.engines.segmentation.network import (  # noqa: E402
    SegmentationNetwork,
    load_segmentation,
)

SCORES: Final = {
    60: [-0.04281, -8.65152, -3.20086, -6.97953, -10.91360, -13.63528, -9.79913],
    200: [-7.23799, -8.80927, -0.01798, -5.32504, -7.01288, -10.53892, -4.49592],
}
"""Frame 60 is of silence, frame 200 of a vowel. As pyannote.audio 4.0.7 computes them."""
CLASSES_ON_THE_TELEPHONE: Final = [8, 0, 214, 311, 0, 0, 56]
"""Frames of the second 10 s of sample.wav in each class, as pyannote.audio 4.0.7 counts them."""


def vowel_after_silence() -> Samples:
    """Two seconds each. A voice of 120 Hz, louder and softer three times a second."""
    moments = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    voice = sum(np.sin(2 * np.pi * 120 * part * moments) / part for part in range(1, 20))
    vowel = 0.1 * voice * np.sin(3 * np.pi * moments) ** 2
    return np.concatenate([silence(2), vowel.astype(np.float32)])


@pytest.fixture(scope="module")
def weights(speaker_weights: Path) -> Path:
    return speaker_weights / "segmentation" / "pytorch_model.bin"


@pytest.fixture(scope="module")
def network(weights: Path) -> SegmentationNetwork:
    return load_segmentation(weights, torch.device("cpu"))


def scores(network: SegmentationNetwork, sound: Samples) -> np.ndarray:
    with torch.inference_mode():
        answer: np.ndarray = network(torch.from_numpy(sound)[None, None])[0].numpy()
    return answer


def test_it_computes_what_the_network_of_pyannote_computes(network: SegmentationNetwork) -> None:
    computed = scores(network, vowel_after_silence())
    for frame, expected in SCORES.items():
        assert computed[frame] == pytest.approx(expected, abs=1e-4)


def test_it_hears_the_same_people_on_the_telephone(
    network: SegmentationNetwork, recording: Recording
) -> None:
    sound = recording("sample.wav").read(10 * SAMPLE_RATE, 20 * SAMPLE_RATE).copy()
    computed = scores(network, sound)
    assert computed.shape == (589, 7)
    counted = np.bincount(computed.argmax(axis=1), minlength=7)
    assert counted == pytest.approx(CLASSES_ON_THE_TELEPHONE, abs=2)


def test_what_else_a_checkpoint_names_is_neither_run_nor_kept(tmp_path: Path) -> None:
    class Command:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.mkdir, (str(tmp_path / "made"),)

    file = tmp_path / "weights.bin"
    numbers = torch.arange(6.0).reshape(2, 3)
    torch.save({"state_dict": OrderedDict(weight=numbers.T), "callbacks": Command()}, file)
    assert {name: each.tolist() for name, each in tensors_of(file).items()} == {
        "weight": numbers.T.tolist()
    }
    assert not (tmp_path / "made").exists()


def test_a_network_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.bin"
    torch.save({"state_dict": torch.nn.Linear(2, 2).state_dict()}, file)
    with pytest.raises(CorruptWeightsError, match=r"other\.bin holds no network"):
        load_segmentation(file, torch.device("cpu"))


def test_a_network_of_another_size_is_refused(tmp_path: Path, weights: Path) -> None:
    file = tmp_path / "smaller.bin"
    tensors = dict(tensors_of(weights)) | {"classifier.bias": torch.zeros(4)}
    torch.save({"state_dict": tensors}, file)
    with pytest.raises(CorruptWeightsError, match=r"smaller\.bin holds no network"):
        load_segmentation(file, torch.device("cpu"))


@pytest.mark.parametrize(
    "content",
    [b"", b"no archive", {"weights": torch.zeros(1)}, {"state_dict": {"a": 1}}, [1], None],
    ids=["empty", "text", "no state_dict", "numbers", "list", "nothing"],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: object) -> None:
    file = tmp_path / "odd.bin"
    if isinstance(content, bytes):
        file.write_bytes(content)
    else:
        torch.save(content, file)
    with pytest.raises(CorruptWeightsError, match=r"odd\.bin is no checkpoint"):
        load_segmentation(file, torch.device("cpu"))


def test_an_archive_without_a_pickle_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "odd.zip"
    with ZipFile(file, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(CorruptWeightsError, match=r"odd\.zip is no checkpoint"):
        tensors_of(file)


def test_a_file_that_broke_off_is_refused(tmp_path: Path, weights: Path) -> None:
    file = tmp_path / "half.bin"
    shutil.copyfile(weights, file)
    os.truncate(file, file.stat().st_size // 2)
    with pytest.raises(CorruptWeightsError, match=r"half\.bin is no checkpoint"):
        load_segmentation(file, torch.device("cpu"))


def test_that_there_is_no_file_is_no_damage(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_segmentation(tmp_path / "nowhere.bin", torch.device("cpu"))
