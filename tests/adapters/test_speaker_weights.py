"""Putting the embedded speaker model together, tried with a network of one layer."""

import sys
from pathlib import Path

import numpy as np
import pytest

from adapters.outbound.models.speaker_weights import EMBEDDING_SIZE, assemble
from application.errors import CorruptWeightsError, EngineUnavailableError

torch = pytest.importorskip("torch", reason="needs the speakers extra")

NETWORK = """
from collections import OrderedDict
from torch import nn

class CAMPPlus(nn.Module):
    def __init__(self, feat_dim, embedding_size):
        super().__init__()
        dense = nn.Sequential(OrderedDict(linear=nn.Linear(feat_dim, embedding_size)))
        self.xvector = nn.Sequential(OrderedDict(dense=dense))

    def forward(self, features):
        return self.xvector(features.mean(1))
"""
FORGETFUL_NETWORK = NETWORK.replace(
    "features.mean(1)", "features.mean(1) if features.size(1) < 500 else features.amax(1)"
)
"""It chooses by the length of the sound, which a traced export forgets."""


@pytest.fixture
def parts(tmp_path: Path) -> Path:
    folder = tmp_path / "parts"
    folder.mkdir()
    (folder / "pytorch_model.bin").write_bytes(b"segmentation")
    (folder / "camplusplus.py").write_text(NETWORK)
    layer = torch.nn.Linear(80, EMBEDDING_SIZE)
    state = {f"xvector.dense.linear.{name}": value for name, value in layer.state_dict().items()}
    torch.save(state, folder / "campplus_cn_en_common.pt")
    return folder


def test_the_folder_holds_a_whole_pipeline(parts: Path, tmp_path: Path) -> None:
    assemble(parts, tmp_path / "made")
    files = {str(p.relative_to(tmp_path / "made")) for p in (tmp_path / "made").rglob("*.*")}
    assert files == {
        "config.yaml",
        "segmentation/pytorch_model.bin",
        "embedding/wespeaker-campplus.onnx",
        "plda/plda.npz",
        "plda/xvec_transform.npz",
    }
    assert (tmp_path / "made/segmentation/pytorch_model.bin").read_bytes() == b"segmentation"


def test_the_folder_can_be_moved(parts: Path, tmp_path: Path) -> None:
    assemble(parts, tmp_path / "made")
    assert str(tmp_path) not in (tmp_path / "made" / "config.yaml").read_text()


def test_the_same_parts_make_the_same_files(parts: Path, tmp_path: Path) -> None:
    assemble(parts, tmp_path / "made")
    assemble(parts, tmp_path / "again")
    for path in (tmp_path / "made").rglob("*.*"):
        again = tmp_path / "again" / path.relative_to(tmp_path / "made")
        assert path.read_bytes() == again.read_bytes(), path.name


def test_the_plda_changes_nothing(parts: Path, tmp_path: Path) -> None:
    assemble(parts, tmp_path / "made")
    with np.load(tmp_path / "made/plda/plda.npz") as plda:
        assert np.array_equal(plda["tr"], np.eye(EMBEDDING_SIZE))
        assert not plda["mu"].any()


def test_an_encoder_that_does_not_survive_its_conversion_is_refused(
    parts: Path, tmp_path: Path
) -> None:
    (parts / "camplusplus.py").write_text(FORGETFUL_NETWORK)
    with pytest.raises(CorruptWeightsError, match="does not compute the same"):
        assemble(parts, tmp_path / "made")
    assert not (tmp_path / "made" / "config.yaml").exists()


@pytest.mark.parametrize("damaged", ["campplus_cn_en_common.pt", "camplusplus.py"])
def test_parts_that_are_damaged_are_refused(parts: Path, tmp_path: Path, damaged: str) -> None:
    (parts / damaged).write_bytes(b"\x00 not what it was")
    with pytest.raises(CorruptWeightsError, match="do not fit together"):
        assemble(parts, tmp_path / "made")


@pytest.mark.parametrize(
    "missing", ["pytorch_model.bin", "campplus_cn_en_common.pt", "camplusplus.py"]
)
def test_a_part_that_is_missing_is_named(parts: Path, tmp_path: Path, missing: str) -> None:
    (parts / missing).unlink()
    with pytest.raises(CorruptWeightsError, match=missing):
        assemble(parts, tmp_path / "made")


@pytest.mark.parametrize("package", ["torch", "onnx"])
def test_without_the_speakers_extra_it_says_how_to_get_it(
    parts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.delitem(sys.modules, "adapters.outbound.models.campplus_export", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(EngineUnavailableError, match="SLIM=1"):
        assemble(parts, tmp_path / "made")
