"""Finding a Python, before there is one to run anything else with."""

import os
import subprocess
from pathlib import Path

INSTALL = Path(__file__).parents[3] / "scripts" / "install"


def refusal(python: Path) -> str:
    done = subprocess.run(  # noqa: S603 - our own script
        [INSTALL, "--only-installers"],
        env={**os.environ, "PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    return done.stderr


def python_that_says(text: str, folder: Path) -> Path:
    python = folder / "python with a space"
    python.write_text(f"#!/bin/sh\necho '{text}' >&2\nexit 1\n")
    python.chmod(0o700)
    return python


def test_a_missing_python_is_named_with_the_versions_that_would_do(tmp_path: Path) -> None:
    message = refusal(tmp_path / "python9")

    assert "needs a Python from 3.11 to 3.13" in message
    assert f"{tmp_path / 'python9'}: not found" in message


def test_a_python_that_does_not_fit_is_refused_in_its_own_words(tmp_path: Path) -> None:
    python = python_that_says("is Python 3.10", tmp_path)

    assert f"{python}: is Python 3.10" in refusal(python)


def test_a_shim_of_pyenv_that_runs_nothing_is_not_a_python(tmp_path: Path) -> None:
    python = python_that_says("pyenv: python3.12: command not found", tmp_path)

    assert f"{python}: not in the version that pyenv selects" in refusal(python)
