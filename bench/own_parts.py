"""Hexavox's own parts, used without its server, each in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.transcript import Turn
from domain.voice_print import VoicePrint

ALL_VOICES: Final = "diarizer, all voices"
ONE_VOICE: Final = "diarizer, one voice at a time"


class PartFailedError(Exception):
    """A part of Hexavox could not be run by itself; the text holds the end of its output."""


def own_turns(
    paths: Sequence[Path], cache_dir: Path
) -> Mapping[Path, Mapping[str, tuple[Turn, ...]]]:
    """What the diarizer finds before words are given to speakers, in the two ways it tells it.
    Raises PartFailedError."""
    return _turns("bench.processes.diarizer", paths, cache_dir)


def turns_by_threshold(
    paths: Sequence[Path], cache_dir: Path
) -> Mapping[Path, Mapping[str, tuple[Turn, ...]]]:
    """What the embedded diarizer finds with its threshold moved, by how far. Raises
    PartFailedError."""
    return _turns("bench.processes.moved_threshold", paths, cache_dir)


def _turns(
    module: str, paths: Sequence[Path], cache_dir: Path
) -> Mapping[Path, Mapping[str, tuple[Turn, ...]]]:
    found = json.loads(_run(module, [str(path) for path in paths], cache_dir))
    return {
        path: {way: tuple(Turn(*turn) for turn in turns) for way, turns in found[str(path)].items()}
        for path in paths
    }


def own_voices(
    paths: Sequence[Path], cache_dir: Path
) -> Mapping[Path, Mapping[str, Sequence[VoicePrint]]]:
    """What whoever speaks sounds like in pieces of the speech, by their length. Raises
    PartFailedError."""
    answer = json.loads(_run("bench.processes.voices", [str(path) for path in paths], cache_dir))
    model = answer["model"]
    return {
        path: {
            length: [VoicePrint(tuple(vector), model) for vector in vectors]
            for length, vectors in answer["found"][str(path)].items()
        }
        for path in paths
    }


def own_weights(cache_dir: Path) -> Path:
    """The folder of the default Whisper model. Raises PartFailedError."""
    return Path(_run("bench.processes.weights", [], cache_dir))


def _run(module: str, arguments: Sequence[str], cache_dir: Path) -> str:
    with TemporaryDirectory() as data_dir:
        places = {"DATA_DIR": data_dir, "CACHE_DIR": str(cache_dir)}
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", module, *arguments],
            env=os.environ | places,
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        raise PartFailedError(f"{module} failed:\n" + "\n".join(done.stderr.splitlines()[-8:]))
    return done.stdout.strip()
