"""What is expected of awkward files, as rules."""

import pytest

from bench.rules import Known, Outcome, complaints, rules_for
from bench.transcript import Heard, SpokenWord
from bench.wer import EnglishScorer

SAID = "you don't mean that you thought me so silly"
KNOWN = Known(SAID, 0.0, EnglishScorer())


def _answer(text: str = "", *, start: float = 0.0) -> Outcome:
    words = (SpokenWord(text.split(maxsplit=1)[0], start, start + 0.2),) if text else ()
    return Outcome(status=200, seconds=1.0, heard=Heard(text=text, words=words))


def _refusal(status: int = 422) -> Outcome:
    return Outcome(status=status, seconds=0.1)


ANSWERED = _answer(SAID)
SILENT = _answer()
WRONG = _answer("thank you for watching")


@pytest.mark.parametrize(
    ("expected", "right", "wrong"),
    [
        (
            "200, text equals the base clip (WER within 0.15 of the clean clip); more",
            [ANSWERED],
            [SILENT, WRONG, _refusal()],
        ),
        ("200, text within 0.3 WER of base", [ANSWERED], [WRONG, _refusal()]),
        ("200; WER reported, not gated", [ANSWERED, WRONG, SILENT], [_refusal()]),
        (
            "200 with the text (WER <= 0.3) or a clear 4xx; never 5xx",
            [ANSWERED, _refusal()],
            [WRONG, SILENT],
        ),
        (
            "200, text as base, first word starts at >= 44 s, nothing before or after",
            [_answer(SAID, start=45.0)],
            [ANSWERED, _answer("thank you", start=45.0), SILENT],
        ),
        (
            "text (if one channel is picked) or empty; base hallucinates",
            [ANSWERED, SILENT],
            [_answer("You"), _refusal()],
        ),
        (
            "200, empty text / no segments (no hallucination); music markers in brackets tolerated",
            [SILENT, _answer("[Music] ♪")],
            [_answer("Thank you."), _refusal()],
        ),
        ('200 empty/any short text, or 4xx "too short"', [SILENT, WRONG, _refusal()], []),
        ("200 empty or 4xx; never 5xx", [SILENT, _refusal()], []),
        ("4xx client error with a clear message, no 5xx, no crash", [_refusal(415)], [SILENT]),
        ("4xx client error, no crash or decoded; never 5xx", [_refusal(), ANSWERED], []),
        ("refused by a duration limit (413/4xx) or streamed", [_refusal(413), SILENT], []),
        ("200 (3 s of speech)", [ANSWERED], [SILENT, _refusal()]),
        (
            'with hotword "ComfyUI" the text must contain ComfyUI; without it not',
            [_answer("Use ComfyUI now")],
            [_answer("confu i"), _refusal()],
        ),
    ],
)
def test_an_expectation_tells_right_from_wrong(
    expected: str, right: list[Outcome], wrong: list[Outcome]
) -> None:
    rules = rules_for(expected)
    assert rules is not None
    assert [complaints(outcome, KNOWN, rules) for outcome in right] == [[] for _ in right]
    assert all(complaints(outcome, KNOWN, rules) for outcome in wrong)


@pytest.mark.parametrize(
    "outcome",
    [
        _refusal(500),
        _refusal(503),
        Outcome(status=0, seconds=1.0),
        Outcome(status=200, seconds=121.0, heard=Heard(text=SAID)),
    ],
)
def test_a_server_error_no_answer_and_a_late_answer_are_always_wrong(outcome: Outcome) -> None:
    rules = rules_for("200 or 4xx")
    assert rules is not None
    assert len(complaints(outcome, KNOWN, rules)) == 1


def test_an_expectation_that_says_nothing_known_has_no_rules() -> None:
    assert rules_for("should be nice") is None


def test_a_file_is_measured_against_its_clean_recording() -> None:
    """Words that the engine mishears even without the awkwardness are not the file's fault."""
    rules = rules_for("200, text equals the base clip (WER within 0.15 of the clean clip)")
    poor = _answer("you don't mean that you caught me so silly now")
    assert rules is not None
    assert complaints(poor, KNOWN, rules)
    assert not complaints(poor, Known(SAID, 0.1, KNOWN.scorer), rules)
