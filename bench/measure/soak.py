"""Eight clients who ask for all kinds of things until the time is up."""

import random
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, cycle
from typing import Final

import httpx

from bench.bench import Bench, NothingToMeasureError
from bench.health import HealthLog, watched_health
from bench.report import Section
from bench.soak_pieces import Piece, soak_pieces
from bench.soak_requests import REQUESTS, TurnedAwayError, UnexpectedAnswerError, Visitor
from bench.soak_result import MINUTE, SoakResult, Visit, as_section, wrong_lines
from bench.vitals import watched_vitals

CLIENTS: Final = 8
GRACE: Final = 600.0
"""Seconds after which a client gives up."""
BREATH: Final = 1.0
"""Seconds that a client waits who is told to come back later."""


def measure(bench: Bench) -> Section:
    pieces = soak_pieces(bench.recordings, bench.scratch)
    if not pieces:
        raise NothingToMeasureError("there are no recordings of a second or more")
    health = HealthLog()
    with bench.server() as server:
        bench.say(f"warming up with {len(pieces)} recordings")
        _warm_up(server.url, pieces)
        bench.say(f"{CLIENTS} clients for {bench.options.minutes:g} minutes")
        started = time.monotonic()
        deadline = started + bench.options.minutes * MINUTE
        with watched_vitals(server.process_id) as vitals, watched_health(server.url, health):
            visits = _soak(server.url, pieces, deadline)
            seconds = time.monotonic() - started
        complaints = wrong_lines(server.log.read_text(errors="replace"))
    result = SoakResult(
        visits=visits,
        seconds=seconds,
        vitals=vitals,
        health=health,
        complaints=complaints,
        clients=CLIENTS,
    )
    return as_section(result)


def _warm_up(url: str, pieces: Sequence[Piece]) -> None:
    """Everything once or more by all at once, so that models are loaded and threads are there.
    Raises what goes wrong, since then there is nothing to measure."""
    kinds = list(zip(range(CLIENTS), cycle(REQUESTS), strict=False))
    with ThreadPoolExecutor(CLIENTS) as clients:
        done = clients.map(lambda each: _visits(url, pieces, each[0], [each[1]]), kinds)
        for visit in chain.from_iterable(done):
            if visit.failure is not None:
                raise UnexpectedAnswerError(f"{visit.kind}: {visit.failure}")


def _soak(url: str, pieces: Sequence[Piece], deadline: float) -> Sequence[Visit]:
    with ThreadPoolExecutor(CLIENTS) as clients:
        done = clients.map(
            lambda number: _visits(url, pieces, number, _at_random(number, deadline)),
            range(CLIENTS),
        )
        return list(chain.from_iterable(done))


def _at_random(number: int, deadline: float) -> Iterator[str]:
    """Kinds of requests, in the same order every time that the soak is run."""
    chance = random.Random(number)  # noqa: S311 - nobody is to be kept from guessing
    shares = [share for _, share in REQUESTS.values()]
    while time.monotonic() < deadline:
        yield chance.choices(list(REQUESTS), shares)[0]


def _visits(
    url: str, pieces: Sequence[Piece], number: int, kinds: Iterable[str]
) -> Sequence[Visit]:
    """As a client that knows nothing of the others."""
    with httpx.Client(base_url=url, timeout=GRACE, trust_env=False) as http:
        visitor = Visitor(http, pieces, random.Random(number))  # noqa: S311 - as above
        return [_visit(visitor, kind) for kind in kinds]


def _visit(visitor: Visitor, kind: str) -> Visit:
    act, _ = REQUESTS[kind]
    started = time.monotonic()
    try:
        act(visitor)
    except TurnedAwayError:
        time.sleep(BREATH)
        return Visit(kind, time.monotonic() - started, turned_away=True)
    except (UnexpectedAnswerError, httpx.HTTPError) as error:
        why = f"{type(error).__name__}: {error}"
        return Visit(kind, time.monotonic() - started, failure=why)
    return Visit(kind, time.monotonic() - started)
