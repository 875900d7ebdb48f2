"""Sending awkward files through the doors that other projects' clients come through."""

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from bench.bench import Bench, Served
from bench.dropin_doors import DOORS, DropInDoor
from bench.goals import NONE_WRONG
from bench.manifest import Recording
from bench.measure.hard_files import (
    PATIENCE,
    awkward_recordings,
    hotwords_in,
    json_object,
    known_of,
    rules_of,
)
from bench.refusals import leaks
from bench.report import Figure, Section, Table
from bench.rules import Outcome, complaints

NO_ANSWER: Final = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    door: DropInDoor
    recording: Recording
    outcome: Outcome
    wrong: tuple[str, ...]


def measure(bench: Bench) -> Section:
    chosen = awkward_recordings(bench)
    with bench.served() as served, _client(served) as client:
        verdicts = [_judge(served, client, door, each) for door in DOORS for each in chosen]
    return _section(verdicts)


def _client(served: Served) -> httpx.Client:
    return httpx.Client(base_url=served.server.url, timeout=PATIENCE, trust_env=False)


def _judge(served: Served, client: httpx.Client, door: DropInDoor, recording: Recording) -> Verdict:
    served.bench.say(f"{door.path} {recording.name}")
    outcome = _outcome(client, door, recording)
    wrong = complaints(outcome, known_of(served, recording), rules_of(recording))
    wrong += _faults(door, outcome, [served.server.data_dir, served.bench.scratch, Path.home()])
    return Verdict(door, recording, outcome, tuple(wrong))


def _outcome(client: httpx.Client, door: DropInDoor, recording: Recording) -> Outcome:
    started = time.monotonic()
    try:
        answer = _send(client, door, recording)
    except httpx.TransportError as error:
        seconds = time.monotonic() - started
        return Outcome(status=NO_ANSWER, seconds=seconds, body=type(error).__name__)
    body = json_object(answer)
    return Outcome(
        status=answer.status_code,
        seconds=time.monotonic() - started,
        heard=door.hear(body) if answer.is_success and body else None,
        content_type=answer.headers.get("content-type", ""),
        problem=body if answer.is_error else None,
        body=answer.text,
    )


def _send(client: httpx.Client, door: DropInDoor, recording: Recording) -> httpx.Response:
    expected = hotwords_in(recording)
    hint = {} if expected is None else {door.hotwords: expected}
    with recording.path.open("rb") as content:
        return client.post(
            door.path,
            params=door.query,
            data={**door.fields, **hint},
            files={door.part: (recording.path.name, content)},
        )


def _faults(door: DropInDoor, outcome: Outcome, private: list[Path]) -> list[str]:
    """What is wrong with the form of a refusal, or of an answer that nothing can be read in."""
    if outcome.status < 400:
        return [] if outcome.heard else ["the answer is not in the dialect of this door"]
    complaint = door.complaint(outcome.problem or {})
    if not complaint:
        return ["the refusal is not in the dialect of this door"]
    return leaks(outcome, private, said=str(complaint))


def _section(verdicts: list[Verdict]) -> Section:
    wrong = [verdict for verdict in verdicts if verdict.wrong]
    failed = [verdict for verdict in verdicts if not 200 <= verdict.outcome.status < 500]
    return Section(
        key="doors",
        title="Awkward files through the drop-in doors",
        figures=[
            Figure("files not handled as expected", len(wrong), "", NONE_WRONG),
            Figure("files tried", len(verdicts)),
            Figure("server errors", len(failed), "", NONE_WRONG),
        ],
        tables=[_statuses(verdicts), _not_as_expected(wrong)],
    )


def _statuses(verdicts: list[Verdict]) -> Table:
    counted = Counter((each.door.path, each.outcome.status) for each in verdicts)
    rows = [(path, status, files) for (path, status), files in sorted(counted.items())]
    return Table(("door", "status", "files"), rows)


def _not_as_expected(wrong: list[Verdict]) -> Table:
    rows = [
        (each.door.path, each.recording.name, each.outcome.status, "; ".join(each.wrong))
        for each in wrong
    ]
    return Table(("door", "file", "status", "what is wrong"), rows, "not as expected")
