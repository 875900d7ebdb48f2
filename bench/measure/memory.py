"""Measuring how the peak memory of a server grows with the length of a recording."""

import time
from functools import partial
from pathlib import Path
from typing import Final

from bench.bench import Bench, NothingToMeasureError
from bench.client import Ask, Client
from bench.goals import MEMORY_GROWTH
from bench.made_audio import repeated
from bench.manifest import Recording
from bench.peak import watched_peak
from bench.report import Figure, Section, Table

SHORT: Final = 600.0
"""Seconds: ten minutes."""


def measure(bench: Bench) -> Section:
    """Each length in a fresh server, so that neither leaves the other anything."""
    source = _longest_speech(bench)
    lengths = (SHORT, bench.options.long_hours * 3600)
    runs = [_run(bench, source, seconds) for seconds in lengths]
    growth = (runs[1][1] - runs[0][1]) / 1e6
    return Section(
        key="memory",
        title="Peak memory",
        figures=[Figure(f"growth, 10 min to {_name(lengths[1])}", growth, "MB", MEMORY_GROWTH)],
        tables=[
            Table(
                ("recording", "peak MB", "seconds", "times real time"),
                [
                    (_name(length), peak / 1e6, taken, length / taken)
                    for length, (taken, peak) in zip(lengths, runs, strict=True)
                ],
            )
        ],
        notes=["VmHWM of the server and its children, pages of files that it maps included."],
    )


def _run(bench: Bench, source: Recording, seconds: float) -> tuple[float, int]:
    """How long it took, and the peak in bytes."""
    path = _made(bench, source, seconds)
    with bench.server() as server, Client(server.url) as client:
        with watched_peak(server.process_id, partial(_tell, bench)) as log:
            bench.say(f"a recording of {_name(seconds)} goes to a fresh server")
            started = time.monotonic()
            client.transcribe(client.upload(path), Ask(word_timestamps=False))
            taken = time.monotonic() - started
        bench.say(f"{_name(seconds)} took {taken:.0f} s, peak {log.total / 1e6:.0f} MB")
    path.unlink()
    return taken, log.total


def _tell(bench: Bench, peak: int) -> None:
    bench.say(f"still transcribing, peak so far {peak / 1e6:.0f} MB")


def _made(bench: Bench, source: Recording, seconds: float) -> Path:
    bench.say(f"making a recording of {_name(seconds)} from {source.name}")
    return repeated(source.path, seconds, bench.scratch / f"{seconds:.0f}s.flac")


def _longest_speech(bench: Bench) -> Recording:
    speech = [one for one in bench.recordings.recordings if one.is_scored and one.kind != "hard"]
    if not speech:
        raise NothingToMeasureError("no recording with a good transcript to repeat")
    return max(speech, key=lambda one: one.duration)


def _name(seconds: float) -> str:
    return f"{seconds / 3600:g} h" if seconds >= 3600 else f"{seconds / 60:g} min"
