"""Measuring every engine that transcribes, on the same recordings, beside the raw one."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from bench.bench import Bench, NothingToMeasureError, Served
from bench.client import Ask
from bench.manifest import Recording, spread
from bench.measure.wer import scored_sets
from bench.own_parts import own_weights
from bench.raw_engine import Layout, raw_engine
from bench.report import Figure, Section, Table
from bench.wer import EnglishScorer, WordErrors, pooled
from domain.engine_kinds import TranscriberKind
from infrastructure.cores import available_cores

SETS: Final[Sequence[str]] = ("librispeech-test-other", "misc")
"""Short recordings: the slowest engine takes about as long as they last."""
RAW: Final = "raw faster-whisper"
HOW: Final = (
    "One file at a time, on the same weights. An engine is a server with TRANSCRIBER set, and its "
    "time is that from the first byte of the upload to the transcript; no language is given. Raw: "
    "faster-whisper's batched pipeline, int8, beam 5, batches of 8, word times, all cores in one "
    "worker."
)

Transcribe: TypeAlias = Callable[[Recording], str]


@dataclass(frozen=True, slots=True)
class Heard:
    errors: WordErrors
    seconds: float


def measure(bench: Bench) -> Section:
    sets = _sets(bench)
    everything = [one for recordings in sets.values() for one in recordings]
    found = {RAW: _raw(bench, everything)} | {
        kind.value: _served(bench, kind, everything) for kind in TranscriberKind
    }
    return Section(
        key="engines",
        title="Engines that transcribe",
        figures=[
            Figure(f"WER {engine}", pooled(one.errors for one in heard.values()).percent, "%")
            for engine, heard in found.items()
        ],
        tables=[
            Table(
                ("engine", *(f"WER % {name}" for name in sets), "words", "real-time factor"),
                [_row(engine, heard, sets) for engine, heard in found.items()],
            )
        ],
        notes=[HOW],
    )


def _sets(bench: Bench) -> Mapping[str, Sequence[Recording]]:
    scored, most = scored_sets(bench.recordings), bench.options.most_recordings
    sets = {name: spread(scored[name], most) for name in SETS if name in scored}
    if not sets:
        raise NothingToMeasureError(f"no recording has one of the sets {', '.join(SETS)}")
    return sets


def _served(
    bench: Bench, kind: TranscriberKind, recordings: Sequence[Recording]
) -> Mapping[str, Heard]:
    with bench.served({"TRANSCRIBER": kind.value}) as served:
        return _heard(bench, kind.value, recordings, lambda one: _asked(served, one))


def _raw(bench: Bench, recordings: Sequence[Recording]) -> Mapping[str, Heard]:
    model = bench.options.raw_model or own_weights(bench.options.cache_dir)
    with raw_engine(model, Layout(1, available_cores())) as engine:
        engine.transcribe([recordings[0].path], words=True)  # warm, as a server is
        return _heard(
            bench,
            RAW,
            recordings,
            lambda one: engine.transcribe([one.path], words=True).heard[0].text,
        )


def _heard(
    bench: Bench, engine: str, recordings: Sequence[Recording], transcribe: Transcribe
) -> Mapping[str, Heard]:
    scorer, heard = EnglishScorer(), {}
    for recording in recordings:
        bench.say(f"{engine}: {recording.name}")
        started = time.monotonic()
        text = transcribe(recording)
        seconds = time.monotonic() - started
        heard[recording.name] = Heard(scorer.errors(recording.transcript or "", text), seconds)
    return heard


def _asked(served: Served, recording: Recording) -> str:
    clip_id = served.client.upload(recording.path)
    return served.client.transcribe(clip_id, Ask()).text


def _row(
    engine: str, heard: Mapping[str, Heard], sets: Mapping[str, Sequence[Recording]]
) -> tuple[str | int | float, ...]:
    rates = [pooled(heard[one.name].errors for one in recordings) for recordings in sets.values()]
    audio = sum(one.duration for recordings in sets.values() for one in recordings)
    seconds = sum(one.seconds for one in heard.values())
    words = sum(rate.words for rate in rates)
    return (engine, *(rate.percent for rate in rates), words, seconds / audio)
