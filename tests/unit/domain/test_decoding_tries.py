"""Judging the texts that an engine found for a window."""

from dataclasses import dataclass, replace

import pytest

from domain.decoding_options import DEFAULT_DECODING
from domain.decoding_tries import best_try, is_good_enough, is_silence
from domain.transcript import Decoding
from tests.fakes.transcripts import SURE


@dataclass(frozen=True)
class Try:
    decoding: Decoding


LOOP = replace(SURE, compression_ratio=2.5)
UNLIKELY = replace(SURE, average_log_probability=-1.2)
SILENCE = replace(UNLIKELY, no_speech_probability=0.7)


@pytest.mark.parametrize("decoding", [SURE, SILENCE, replace(LOOP, compression_ratio=2.4)])
def test_likely_text_and_silence_are_good_enough(decoding: Decoding) -> None:
    assert is_good_enough(decoding, DEFAULT_DECODING)


@pytest.mark.parametrize("decoding", [LOOP, UNLIKELY])
def test_text_that_repeats_itself_or_is_unlikely_is_not(decoding: Decoding) -> None:
    assert not is_good_enough(decoding, DEFAULT_DECODING)


def test_likely_text_is_no_silence_whatever_the_engine_says_of_the_sound() -> None:
    assert not is_silence(replace(SURE, no_speech_probability=0.99), DEFAULT_DECODING)


def test_the_thresholds_are_the_callers() -> None:
    lenient = replace(DEFAULT_DECODING, compression_ratio_threshold=3, log_prob_threshold=-2)
    assert is_good_enough(LOOP, lenient)
    assert is_good_enough(UNLIKELY, lenient)
    assert not is_silence(SILENCE, replace(DEFAULT_DECODING, no_speech_threshold=0.8))


def test_the_last_try_is_taken_if_it_is_good_enough() -> None:
    tries = [Try(LOOP), Try(replace(SURE, average_log_probability=-0.9))]
    assert best_try(tries, DEFAULT_DECODING) is tries[1]


def test_else_the_likeliest_of_those_that_do_not_repeat_themselves() -> None:
    unlikelier = replace(UNLIKELY, average_log_probability=-3.0)
    tries = [Try(LOOP), Try(unlikelier), Try(UNLIKELY), Try(unlikelier)]
    assert best_try(tries, DEFAULT_DECODING) is tries[2]


def test_where_all_repeat_themselves_the_likeliest_of_all() -> None:
    tries = [Try(LOOP), Try(replace(LOOP, average_log_probability=-0.5))]
    assert best_try(tries, DEFAULT_DECODING) is tries[0]
