"""Measuring a server under many clients beside the engine without a server, in turns."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from bench.bench import Bench, NothingToMeasureError, warm_up
from bench.client import Ask, Client, RefusedError
from bench.clips import LoadClip, load_mix
from bench.health import HealthLog, watched_health
from bench.load_result import LoadResult, OurRun, as_section
from bench.own_parts import own_weights
from bench.raw_engine import Layout, RawEngine, RawRun, layouts_for, raw_engine
from bench.report import Section
from infrastructure.cores import available_cores

CLIENTS: Final = 8
GRACE: Final = 600.0
"""Seconds after which a client gives up."""


def measure(bench: Bench) -> Section:
    clips = load_mix(bench.recordings, bench.scratch, bench.options.most_recordings)
    if not clips:
        raise NothingToMeasureError("there are no conversations, utterances or long recordings")
    model = bench.options.raw_model or own_weights(bench.options.cache_dir)
    layouts = {layout: _tried(bench, model, layout, clips) for layout in _layouts()}
    best = min(layouts, key=lambda layout: layouts[layout])
    health = HealthLog()
    with _url(bench) as url, raw_engine(model, best) as engine:
        _warm(bench, url, engine, clips)
        rounds = list(_rounds(bench, url, engine, clips, health))
    ours, raw = [our for our, _ in rounds], [raw for _, raw in rounds]
    return as_section(LoadResult(clips, ours, raw, layouts, health, CLIENTS))


def _layouts() -> Sequence[Layout]:
    return layouts_for(available_cores())


def _tried(bench: Bench, model: Path, layout: Layout, clips: Sequence[LoadClip]) -> float:
    """Seconds that the engine without a server takes for all clips."""
    bench.say(f"trying the engine without a server, {layout}")
    with raw_engine(model, layout) as engine:
        engine.transcribe([clips[-1].path] * layout.workers, words=False)
        return engine.transcribe([clip.path for clip in clips], words=False).seconds


@contextmanager
def _url(bench: Bench) -> Iterator[str]:
    """The server that was named, or a fresh one."""
    if bench.options.url:
        yield bench.options.url
        return
    with bench.server() as server:
        yield server.url


def _warm(bench: Bench, url: str, engine: RawEngine, clips: Sequence[LoadClip]) -> None:
    with Client(url) as client:
        warm_up(client, bench.recordings)
    engine.transcribe([clips[-1].path], words=False)


def _rounds(
    bench: Bench, url: str, engine: RawEngine, clips: Sequence[LoadClip], health: HealthLog
) -> Iterator[tuple[OurRun, RawRun]]:
    """Turn and turn about, the first turn changing sides, until the number or the time is up."""
    started = time.monotonic()
    for number in range(bench.options.rounds):
        if time.monotonic() - started > bench.options.time_limit:
            bench.say("the time is up")
            return
        bench.say(f"round {number + 1} of {bench.options.rounds}")
        if number % 2:
            raw = _raw_run(engine, clips)
            yield _our_run(url, clips, health), raw
        else:
            ours = _our_run(url, clips, health)
            yield ours, _raw_run(engine, clips)


def _raw_run(engine: RawEngine, clips: Sequence[LoadClip]) -> RawRun:
    return engine.transcribe([clip.path for clip in clips], words=False)


def _our_run(url: str, clips: Sequence[LoadClip], health: HealthLog) -> OurRun:
    """Every clip is uploaded, transcribed and, when the time has been taken, deleted."""
    with watched_health(url, health), ThreadPoolExecutor(CLIENTS) as clients:
        started = time.monotonic()
        answers = list(clients.map(lambda clip: _send(url, clip), clips))
        seconds = time.monotonic() - started
    with Client(url) as client:
        for answer in answers:
            if answer.clip_id:
                client.delete(answer.clip_id)
    return OurRun(seconds, tuple(answer.text for answer in answers))


@dataclass(frozen=True, slots=True)
class _Answer:
    clip_id: str | None
    text: str | None


def _send(url: str, clip: LoadClip) -> _Answer:
    """As a client that knows nothing of the others."""
    clip_id = None
    try:
        with Client(url, GRACE) as client:
            clip_id = client.upload(clip.path)
            return _Answer(clip_id, client.transcribe(clip_id, Ask(word_timestamps=False)).text)
    except (RefusedError, httpx.HTTPError):
        return _Answer(clip_id, None)
