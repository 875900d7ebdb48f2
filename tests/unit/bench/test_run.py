"""A bench measures what it can and says what it could not."""

import os
from pathlib import Path

import pytest

from bench.bench import Bench, Options
from bench.manifest import Recording, RecordingSet
from bench.peak import peak_memory
from bench.report import Report
from bench.run import Run
from bench.screen import Screen
from bench.server import ServerFailedError


class UnstartableBench(Bench):
    def server(self, _settings: object = None) -> "None":  # type: ignore[override]
        raise ServerFailedError("the port is taken")


@pytest.fixture
def report() -> Report:
    return Report(title="Bench", circumstances={})


def _run(kind: type[Bench], report: Report, folder: Path, *recordings: Recording) -> Run:
    bench = kind(
        recordings=RecordingSet(folder, recordings),
        options=Options(cache_dir=folder),
        scratch=folder,
        say=lambda _text: None,
    )
    return Run(bench=bench, report=report, screen=Screen(), folder=folder / "out", name="x")


def test_a_folder_without_speech_leaves_nothing_to_measure(report: Report, tmp_path: Path) -> None:
    _run(Bench, report, tmp_path)(["memory", "speed", "hard_files", "load"])
    assert set(report.nothing) == {"memory", "speed", "hard_files", "load"}
    assert not report.unmeasured
    assert (tmp_path / "out" / "x.json").exists()


def test_a_server_that_does_not_start_leaves_all_who_need_it_unmeasured(
    report: Report, tmp_path: Path
) -> None:
    hard = Recording(name="h", path=tmp_path / "h", kind="hard", expected="4xx")
    _run(UnstartableBench, report, tmp_path, hard)(["wer", "languages", "hard_files"])
    assert set(report.unmeasured) == {"wer", "languages", "hard_files"}
    assert "the port is taken" in report.unmeasured["wer"]


def test_a_process_has_a_peak_until_it_is_gone() -> None:
    assert peak_memory(os.getpid()) > 1e6
    assert peak_memory(2**22 + 1) == 0
