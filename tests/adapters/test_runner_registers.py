"""Which processes run jobs, and which of them are gone."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from adapters.outbound.runners.locked_files import LockedFilesRegister
from domain.job_lease import RunnerId

_PROGRAM: Final = """
import sys
from pathlib import Path
from adapters.outbound.runners.locked_files import LockedFilesRegister
register = LockedFilesRegister(Path(sys.argv[1]))
print(register.me, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def register(tmp_path: Path) -> LockedFilesRegister:
    return LockedFilesRegister(tmp_path / "runners")


@pytest.fixture
def other(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process, which lives until the test ends it."""
    program = subprocess.Popen(  # noqa: S603 - it is our own
        [sys.executable, "-c", _PROGRAM, str(tmp_path / "runners")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with program:
        yield program
        program.kill()


def name_of(program: "subprocess.Popen[str]") -> RunnerId:
    """Once it is in the register."""
    assert program.stdout is not None
    return RunnerId(program.stdout.readline().strip())


def test_a_process_is_gone_the_moment_it_is_killed(
    register: LockedFilesRegister, other: "subprocess.Popen[str]"
) -> None:
    runner = name_of(other)
    assert not register.is_gone(runner)
    other.kill()
    other.wait()
    assert register.is_gone(runner)


def test_a_process_knows_that_it_lives_and_so_do_others(
    register: LockedFilesRegister, tmp_path: Path
) -> None:
    assert register.me == register.me
    assert not register.is_gone(register.me)
    same_folder = LockedFilesRegister(tmp_path / "runners")
    assert not same_folder.is_gone(register.me)
    assert same_folder.me != register.me


@pytest.mark.parametrize("runner", ["never-heard-of", "../../etc/passwd", ""])
def test_nobody_knows_of_a_process_of_another_machine(
    register: LockedFilesRegister, runner: str
) -> None:
    assert not register.is_gone(RunnerId(runner))


def test_only_what_is_gone_is_swept_away(
    register: LockedFilesRegister, other: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    gone = name_of(other)
    mine = register.me
    other.kill()
    other.wait()
    register.sweep()
    assert [file.stem for file in (tmp_path / "runners").iterdir()] == [mine]
    assert not register.is_gone(gone)  # nobody can know any more
