"""Refusals must help a client and tell it nothing of the machine."""

import json
from pathlib import Path

import pytest

from bench.refusals import faults
from bench.rules import Outcome
from bench.transcript import Heard

GOOD = {
    "type": "urn:hexavox:problem:no-audio",
    "title": "No audio",
    "status": 415,
    "detail": "The file clip.mp4 has pictures and no sound.",
    "advice": "Send a file with sound; docs/benchmarks.md and /docs tell more.",
}


def _refusal(**changes: object) -> Outcome:
    problem = GOOD | changes
    return Outcome(
        status=415,
        seconds=0.1,
        content_type="application/problem+json",
        problem=problem,
        body=json.dumps(problem),
    )


def test_a_problem_document_with_advice_is_right() -> None:
    assert faults(_refusal(), [Path("/data")]) == []


def test_a_missing_part_is_named() -> None:
    assert faults(_refusal(advice=""), []) == ["the refusal lacks advice"]


@pytest.mark.parametrize(
    "detail",
    [
        "cannot open /data/clips/17.bin",
        "[Errno 2] No such file: '/tmp/upload-1/part'",
        'Traceback (most recent call last): File "x"',
        "error in decoder.py",
        r"cannot open C:\audio",
    ],
)
def test_paths_and_traces_are_leaks(detail: str) -> None:
    assert faults(_refusal(detail=detail), [Path("/data")])


def test_another_kind_of_document_is_wrong() -> None:
    outcome = Outcome(status=500, seconds=0.1, content_type="text/plain", body="oops")
    assert faults(outcome, []) == ["the refusal is text/plain, not application/problem+json"]


def test_answers_that_are_no_refusals_have_no_faults() -> None:
    assert faults(Outcome(status=200, seconds=0.1, heard=Heard(text="/data/x.py")), []) == []
