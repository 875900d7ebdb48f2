"""Judging a server that many clients have kept busy for a while."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from random import Random

import av
import httpx
import pytest

from bench.health import HealthLog
from bench.manifest import UnusableFolderError
from bench.soak_pieces import LONGEST, PIECES, Piece, recordings_in, soak_pieces
from bench.soak_requests import (
    TurnedAwayError,
    UnexpectedAnswerError,
    Visitor,
    cancel,
    follow,
    send_rubbish,
)
from bench.soak_result import SoakResult, Visit, as_section, memory_goal, wrong_lines
from bench.vitals import Growth, Look, VitalsLog
from tests.fakes.sounds import tone, wav_bytes


def _result(
    visits: Sequence[Visit] = (),
    *,
    looks: Sequence[Look] = (),
    taken: Sequence[float] = (0.01,),
    complaints: Sequence[str] = (),
) -> SoakResult:
    return SoakResult(
        visits=visits,
        seconds=120.0,
        vitals=VitalsLog(list(looks)),
        health=HealthLog(list(taken)),
        complaints=complaints,
        clients=8,
    )


def _verdicts(result: SoakResult) -> dict[str, bool | None]:
    return {figure.name: figure.passed for figure in as_section(result).figures}


def _steady(*, memory: float = 500.0, files: int = 40, growing: float = 0.0) -> list[Look]:
    return [Look(n, memory + growing * n, files + round(growing * n)) for n in range(300)]


def test_a_quiet_soak_passes() -> None:
    visits = [Visit("transcribe", 3.0), Visit("list", 0.1)]
    assert False not in _verdicts(_result(visits, looks=_steady())).values()


@pytest.mark.parametrize(
    ("result", "missed"),
    [
        (_result([Visit("list", 0.1, failure="500")]), "requests that failed"),
        (_result(complaints=["ERROR"]), "errors in the server's log"),
        (_result(looks=_steady(growing=0.3)), "memory, growth"),
        (_result(looks=_steady(growing=0.3)), "open files, growth"),
        (_result(taken=[0.001] * 98 + [0.06] * 2), "/health p99"),
    ],
)
def test_whatever_fails_or_grows_is_missed(result: SoakResult, missed: str) -> None:
    assert _verdicts(result)[missed] is False


def test_who_is_told_to_come_back_has_not_failed_and_has_no_transcript() -> None:
    result = _result([Visit("transcribe", 1.0, turned_away=True), Visit("transcribe", 1.0)])
    assert result.failures == []
    assert result.turned_away == 1
    assert result.jobs_per_minute == 0.5


def test_the_first_minute_is_compared_with_the_last() -> None:
    looks = [Look(n, 100.0 if n < 150 else 130.0, 7) for n in range(300)]
    assert VitalsLog(looks).memory == Growth(first=100.0, last=130.0)
    assert VitalsLog(looks).memory.percent == 30.0


def test_of_a_short_watch_thirds_are_compared() -> None:
    looks = [Look(n, float(n // 10), 7) for n in range(31)]
    assert VitalsLog(looks).memory == Growth(first=0.0, last=2.0)


def test_a_watch_that_saw_nothing_grew_nothing() -> None:
    assert VitalsLog().memory == Growth(0, 0)
    assert VitalsLog().memory.percent == 0


@pytest.mark.parametrize(("first", "limit"), [(100.0, 50.0), (2000.0, 200.0)])
def test_memory_may_differ_by_a_tenth_or_a_little(first: float, limit: float) -> None:
    assert memory_goal(Growth(first, first)).limit == limit


def test_errors_in_the_log_are_complaints() -> None:
    log = "INFO all is well\nERROR it is not\nTraceback (most recent call last):\n  ...\n"
    assert wrong_lines(log) == ["ERROR it is not", "Traceback (most recent call last):"]


def test_pieces_are_of_all_lengths_and_no_longer_than_they_may_be(tmp_path: Path) -> None:
    for seconds in (0.2, 1, 2, 60):
        (tmp_path / f"{seconds}.wav").write_bytes(wav_bytes(tone(seconds)))
    (tmp_path / "notes.txt").write_text("no sound")
    (tmp_path / "broken.mp3").write_text("no sound")
    pieces = soak_pieces(recordings_in(tmp_path), tmp_path)
    assert [piece.seconds for piece in pieces] == [1, 2, LONGEST]


def test_of_many_recordings_some_are_taken(tmp_path: Path) -> None:
    for number in range(PIECES + 8):
        (tmp_path / f"{number}.wav").write_bytes(wav_bytes(tone(1 + number / 10)))
    pieces = soak_pieces(recordings_in(tmp_path), tmp_path)
    assert len(pieces) == PIECES
    assert (pieces[0].name, pieces[-1].name) == ("0.wav", f"{PIECES + 7}.wav")


def test_a_manifest_says_what_is_too_hard(tmp_path: Path) -> None:
    items = [{"file": f"{kind}.wav", "kind": kind, "duration": 2} for kind in ("hard", "utterance")]
    (tmp_path / "manifest.json").write_text(json.dumps({"items": items}))
    (tmp_path / "utterance.wav").write_bytes(wav_bytes(tone(2)))
    (piece,) = soak_pieces(recordings_in(tmp_path), tmp_path)
    assert piece.name == "utterance.wav"


def test_a_folder_without_recordings_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnusableFolderError):
        recordings_in(tmp_path)


def test_a_piece_is_never_the_same_file_and_always_the_same_sound(tmp_path: Path) -> None:
    (tmp_path / "tone.wav").write_bytes(wav_bytes(tone(2)))
    (piece,) = soak_pieces(recordings_in(tmp_path), tmp_path)
    one, other = tmp_path / "one.flac", tmp_path / "other.flac"
    one.write_bytes(piece.unique())
    other.write_bytes(piece.unique())
    assert one.read_bytes() != other.read_bytes()
    assert _samples(one) == _samples(other) == 32_000


def _samples(path: Path) -> int:
    with av.open(str(path)) as opened:
        return sum(frame.samples for frame in opened.decode(audio=0))


def _visitor(*answers: httpx.Response) -> Visitor:
    """Everybody is answered the same, one answer after the other."""
    left = list(answers)
    transport = httpx.MockTransport(lambda _request: left.pop(0))
    http = httpx.Client(base_url="http://127.0.0.1", transport=transport)
    return Visitor(http, [Piece("p", 1.0, b"p")], _Never(1))


class _Never(Random):
    """Waits for nothing, and deletes nothing."""

    def uniform(self, a: float, b: float) -> float:
        return 0.0

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        return 0


UPLOADED = httpx.Response(HTTPStatus.CREATED, json={"clip_id": "c"})
ACCEPTED = httpx.Response(HTTPStatus.ACCEPTED, json={"id": "j"})


def _events(*names: str) -> httpx.Response:
    text = "".join(f"event: {name}\ndata: {{}}\n\n" for name in names)
    return httpx.Response(HTTPStatus.OK, text=text)


def test_a_job_that_is_followed_has_to_succeed() -> None:
    happy = _events("queued", "started", "progress", "succeeded", "progress")
    follow(_visitor(UPLOADED, ACCEPTED, happy, httpx.Response(HTTPStatus.OK)))
    with pytest.raises(UnexpectedAnswerError, match="ended as failed"):
        follow(_visitor(UPLOADED, ACCEPTED, _events("queued", "failed")))


@pytest.mark.parametrize("answer", [HTTPStatus.OK, HTTPStatus.CONFLICT])
def test_a_job_may_end_before_it_is_cancelled(answer: HTTPStatus) -> None:
    ended = httpx.Response(HTTPStatus.OK, json={"status": "succeeded"})
    cancel(_visitor(UPLOADED, ACCEPTED, httpx.Response(answer), ended))


def test_a_cancelled_job_that_goes_on_is_a_failure() -> None:
    running = httpx.Response(HTTPStatus.OK, json={"status": "running"})
    with pytest.raises(UnexpectedAnswerError, match="cancelled is running"):
        cancel(_visitor(UPLOADED, ACCEPTED, httpx.Response(HTTPStatus.OK), running))


def test_rubbish_has_to_be_refused() -> None:
    send_rubbish(_visitor(httpx.Response(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)))
    for wrong in (HTTPStatus.CREATED, HTTPStatus.INTERNAL_SERVER_ERROR):
        with pytest.raises(UnexpectedAnswerError):
            send_rubbish(_visitor(httpx.Response(wrong)))


def test_a_server_that_is_full_turns_away_and_one_that_fails_does_not() -> None:
    unavailable = HTTPStatus.SERVICE_UNAVAILABLE
    with pytest.raises(TurnedAwayError):
        _visitor(httpx.Response(unavailable, headers={"Retry-After": "5"})).upload()
    with pytest.raises(UnexpectedAnswerError):
        _visitor(httpx.Response(unavailable)).upload()
