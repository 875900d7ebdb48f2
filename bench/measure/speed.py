"""Measuring how long a recording takes: the service beside the engine without one."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from bench.bench import Bench, NothingToMeasureError, Served
from bench.client import Ask
from bench.goals import TIME_AGAINST_RAW
from bench.manifest import Recording, spread
from bench.own_parts import own_weights
from bench.raw_engine import Layout, RawEngine, raw_engine
from bench.report import Figure, Section, Table
from infrastructure.cores import available_cores

YARDSTICK: Final = (
    "Raw: faster-whisper's batched pipeline on the same weights, int8, beam 5, batches of 8, "
    "word times, all cores in one worker. Both sides start from the file: ours uploads it, raw "
    "opens it."
)


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds for each recording."""

    ours: Mapping[str, float]
    raw: Mapping[str, float]


def measure(bench: Bench) -> Section:
    """One file at a time, turn and turn about, so that a busy moment hits both."""
    recordings, options = _recordings(bench), bench.options
    model = options.raw_model or own_weights(options.cache_dir)
    layout = Layout(1, available_cores())
    with bench.served() as served, raw_engine(model, layout) as engine:
        engine.transcribe([recordings[0].path], words=True)  # warm, as the server is
        rounds = [
            _round(served, engine, recordings, ours_first=number % 2 == 0)
            for number in range(options.rounds)
        ]
    return _section(recordings, rounds)


def _recordings(bench: Bench) -> Sequence[Recording]:
    kinds = ("long", "conversation-real", "conversation-synthetic")
    found = bench.recordings.of_kind(*kinds)
    if not found:
        raise NothingToMeasureError(f"no recording is of the kinds {', '.join(kinds)}")
    return spread(sorted(found, key=lambda one: one.duration), bench.options.most_recordings)


def _round(
    served: Served, engine: RawEngine, recordings: Sequence[Recording], *, ours_first: bool
) -> Round:
    ours: dict[str, float] = {}
    raw: dict[str, float] = {}
    for recording in recordings:
        served.bench.say(f"timing {recording.name}")
        for is_ours in (ours_first, not ours_first):
            if is_ours:
                ours[recording.name] = _our_seconds(served, recording)
            else:
                raw[recording.name] = engine.transcribe([recording.path], words=True).seconds
    return Round(ours, raw)


def _our_seconds(served: Served, recording: Recording) -> float:
    """From the first byte of the upload to the last of the transcript."""
    started = time.monotonic()
    clip_id = served.client.upload(recording.path)
    served.client.transcribe(clip_id, Ask())
    taken = time.monotonic() - started
    served.client.delete(clip_id)
    return taken


def _section(recordings: Sequence[Recording], rounds: Sequence[Round]) -> Section:
    ours = {one.name: median(r.ours[one.name] for r in rounds) for one in recordings}
    raw = {one.name: median(r.raw[one.name] for r in rounds) for one in recordings}
    audio = sum(one.duration for one in recordings)
    return Section(
        key="speed",
        title="Time for one recording at a time",
        figures=[
            Figure(
                "time, ours / raw", sum(ours.values()) / sum(raw.values()), "", TIME_AGAINST_RAW
            ),
            Figure("real-time factor, ours", sum(ours.values()) / audio),
            Figure("real-time factor, raw", sum(raw.values()) / audio),
        ],
        tables=[
            Table(
                ("file", "audio s", "ours s", "raw s", "ours / raw"),
                [_row(one, ours[one.name], raw[one.name]) for one in recordings],
            )
        ],
        notes=[f"Medians of {len(rounds)} rounds, alternating. {YARDSTICK}"],
    )


def _row(recording: Recording, ours: float, raw: float) -> tuple[str | float, ...]:
    return (recording.name, recording.duration, ours, raw, ours / raw)
