"""Sending awkward files and listing those that are not handled as expected."""

import json
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from bench.bench import Bench, NothingToMeasureError, Served
from bench.client import Ask, Client
from bench.goals import NONE_WRONG
from bench.manifest import Recording, spread
from bench.peak import peak_memory
from bench.refusals import faults
from bench.report import Figure, Section, Table
from bench.rules import TIME_LIMIT, Known, Outcome, Rule, complaints, rules_for
from bench.transcript import Heard
from bench.wer import EnglishScorer

PATIENCE: Final = TIME_LIMIT + 30
"""Long enough to tell a slow answer from none."""
IN_QUOTES: Final = re.compile(r'hotword[^"]*"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Verdict:
    recording: Recording
    outcome: Outcome
    wrong: tuple[str, ...]


def measure(bench: Bench) -> Section:
    chosen = awkward_recordings(bench)
    with bench.served() as served, Client(served.server.url, PATIENCE) as client:
        before = peak_memory(served.server.process_id)
        verdicts = [_judge(served, client, one) for one in chosen]
        growth = (peak_memory(served.server.process_id) - before) / 1e6
        healthy = _is_well(client)
    return _section(verdicts, growth, healthy=healthy)


def awkward_recordings(bench: Bench) -> Sequence[Recording]:
    found = [one for one in bench.recordings.of_kind("hard", "hotwords") if one.expected]
    if not found:
        raise NothingToMeasureError("no recording is of the kind `hard`")
    return spread(found, bench.options.most_recordings)


def _section(verdicts: list[Verdict], growth: float, *, healthy: bool) -> Section:
    wrong = [verdict for verdict in verdicts if verdict.wrong]
    return Section(
        key="hard_files",
        title="Awkward files",
        figures=[
            Figure("files not handled as expected", len(wrong), "", NONE_WRONG),
            Figure("files tried", len(verdicts)),
            Figure("server errors", sum(v.outcome.status >= 500 for v in verdicts), "", NONE_WRONG),
            Figure("server down afterwards", int(not healthy), "", NONE_WRONG),
            Figure("slowest answer", max(v.outcome.seconds for v in verdicts), "s"),
            Figure("growth of the server's peak memory", growth, "MB"),
        ],
        tables=[_statuses(verdicts), _not_as_expected(wrong)],
        notes=[f"Not read: {v.recording.expected}" for v in verdicts if not rules_of(v.recording)],
    )


def _judge(served: Served, client: Client, recording: Recording) -> Verdict:
    served.bench.say(recording.name)
    stored, kept = client.stored_clips(), _kept_bytes(served.server.data_dir)
    clip_id, outcome = _send(client, recording)
    wrong = complaints(outcome, known_of(served, recording), rules_of(recording))
    wrong += faults(outcome, [served.server.data_dir, served.bench.scratch, Path.home()])
    refused_at_once = clip_id is None and outcome.is_refused
    if refused_at_once and client.stored_clips() != stored:
        wrong.append("the refused clip is listed")
    if refused_at_once and _kept_bytes(served.server.data_dir) > kept:
        wrong.append("the refused clip's bytes are kept")
    return Verdict(recording, outcome, tuple(wrong))


def _send(client: Client, recording: Recording) -> tuple[str | None, Outcome]:
    """The clip's id if the upload was accepted, and what became of it."""
    started, clip_id = time.monotonic(), None
    try:
        answer = client.post_audio(recording.path)
        if answer.is_success:
            clip_id = str(answer.json()["clip_id"])
            answer = client.post_transcribe(clip_id, Ask(hotwords=hotwords_in(recording)))
    except httpx.TransportError as error:
        seconds = time.monotonic() - started
        return clip_id, Outcome(status=0, seconds=seconds, body=type(error).__name__)
    return clip_id, _outcome(answer, time.monotonic() - started)


def _outcome(answer: httpx.Response, seconds: float) -> Outcome:
    body = json_object(answer)
    return Outcome(
        status=answer.status_code,
        seconds=seconds,
        heard=Heard.of(body) if answer.status_code == 200 and body else None,
        content_type=answer.headers.get("content-type", ""),
        problem=body if answer.is_error else None,
        body=answer.text,
    )


def json_object(answer: httpx.Response) -> dict[str, Any] | None:
    try:
        body = json.loads(answer.content)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def known_of(served: Served, recording: Recording) -> Known:
    scorer = EnglishScorer()
    clean = _clean_recording(served, scorer, recording)
    if clean is None or clean.transcript is None:
        return Known(recording.transcript, 0.0, scorer)
    heard = served.listener.hear(clean, Ask())
    return Known(recording.transcript, scorer.errors(clean.transcript, heard.text).rate, scorer)


def _clean_recording(
    served: Served, scorer: EnglishScorer, recording: Recording
) -> Recording | None:
    """A recording that is not awkward and says the same."""
    said = recording.transcript
    candidates = [one for one in served.bench.recordings.recordings if one.kind != "hard"]
    same = (one for one in candidates if one.is_scored and said and _says(one, said, scorer))
    return next(same, None)


def _says(recording: Recording, text: str, scorer: EnglishScorer) -> bool:
    return scorer.same_text(recording.transcript or "", text)


def rules_of(recording: Recording) -> Sequence[Rule]:
    return rules_for(recording.expected or "") or ()


def hotwords_in(recording: Recording) -> str | None:
    found = IN_QUOTES.search(recording.expected or "")
    return found[1] if found else None


def _kept_bytes(data_dir: Path) -> int:
    """All that lies in the data folder but the database, which also holds what was refused."""
    files = (path for path in data_dir.rglob("*") if path.is_file())
    return sum(path.stat().st_size for path in files if ".db" not in path.name)


def _is_well(client: Client) -> bool:
    try:
        client.health()
    except (httpx.HTTPError, ValueError):
        return False
    return True


def _statuses(verdicts: list[Verdict]) -> Table:
    counted = Counter(str(verdict.outcome.status or "no answer") for verdict in verdicts)
    return Table(("status", "files"), sorted(counted.items()))


def _not_as_expected(wrong: list[Verdict]) -> Table:
    rows = [
        (v.recording.name, v.outcome.status, v.outcome.seconds, "; ".join(v.wrong)) for v in wrong
    ]
    return Table(("file", "status", "seconds", "what is wrong"), rows, "not as expected")
