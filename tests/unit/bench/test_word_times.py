"""Times of words are compared only where the words agree."""

import json
from pathlib import Path

import pytest

from bench.transcript import SpokenWord
from bench.word_times import read_words, time_errors

SAID = (SpokenWord("this", 1.0, 1.2), SpokenWord("isn't", 1.2, 1.4), SpokenWord("it", 1.5, 1.7))


def test_words_are_matched_whatever_their_case_and_punctuation() -> None:
    heard = (
        SpokenWord(" This", 1.1, 1.2),
        SpokenWord(" isn’t", 1.2, 1.5),
        SpokenWord("it.", 1.2, 1.7),
    )
    errors = time_errors(SAID, heard)
    assert errors.starts == pytest.approx((0.1, 0.0, -0.3))
    assert errors.mean_start_error == pytest.approx(0.4 / 3)
    assert errors.bias == pytest.approx(-0.2 / 3)
    assert errors.mean_end_error == pytest.approx(0.1 / 3)
    assert errors.share_within(0.2) == pytest.approx(2 / 3)


def test_a_word_that_was_heard_wrongly_is_left_out() -> None:
    heard = (SpokenWord("this", 1.0, 1.2), SpokenWord("was", 9.0, 9.4), SpokenWord("it", 1.5, 1.7))
    errors = time_errors(SAID, heard)
    assert len(errors.starts) == 2
    assert errors.said == 3
    assert errors.mean_start_error == 0


def test_errors_of_several_recordings_add_up() -> None:
    errors = time_errors(SAID, SAID)
    assert len((errors + errors).starts) == 6


def test_nothing_heard_is_no_error_of_time() -> None:
    assert time_errors(SAID, ()).share_within(0.2) == 0


def test_true_words_are_read_from_a_list(tmp_path: Path) -> None:
    path = tmp_path / "words.json"
    path.write_text(json.dumps([["this", 1.0, 1.2]]), encoding="utf-8")
    assert read_words(path) == SAID[:1]
