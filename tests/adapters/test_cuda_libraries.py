"""NVIDIA's libraries as pip lays them out, and files that only look like them."""

import sys
from pathlib import Path

import pytest

from adapters.outbound.engines.cuda_libraries import cuda_libraries, load_cuda_libraries

CUBLAS_LT = "cublas/lib/libcublasLt.so.12"
CUBLAS = "cublas/lib/libcublas.so.12"
CUDNN = "cudnn/lib/libcudnn.so.9"


def lay_out(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"\x7fELF, and then nothing")
    return folder


def test_those_that_are_there_are_found_in_the_order_of_their_needs(tmp_path: Path) -> None:
    nvidia = lay_out(tmp_path, CUDNN, CUBLAS, CUBLAS_LT, "nvtx/lib/libnvToolsExt.so.1")
    assert cuda_libraries([nvidia]) == [nvidia / CUBLAS_LT, nvidia / CUBLAS, nvidia / CUDNN]


def test_those_that_are_not_there_are_not_missed(tmp_path: Path) -> None:
    nvidia = lay_out(tmp_path, CUBLAS)
    assert cuda_libraries([tmp_path / "nowhere", nvidia]) == [nvidia / CUBLAS]
    assert cuda_libraries([]) == []


def test_libraries_may_lie_in_several_folders(tmp_path: Path) -> None:
    one, two = lay_out(tmp_path / "one", CUDNN), lay_out(tmp_path / "two", CUBLAS)
    assert cuda_libraries([one, two]) == [two / CUBLAS, one / CUDNN]


def test_a_machine_without_them_has_none_to_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "nvidia", raising=False)
    assert load_cuda_libraries() == []


def test_what_does_not_load_is_told_and_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lay_out(tmp_path / "nvidia", CUBLAS)
    monkeypatch.setattr("sys.path", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "nvidia", raising=False)
    assert load_cuda_libraries() == []
    assert "libcublas.so.12 cannot be loaded" in caplog.text
