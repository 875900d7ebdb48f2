"""Choosing the language whose text reads best."""

from typing import Final

import pytest

from adapters.outbound.engines.spoken_language import Reading, among, best_reading, clearest
from domain.languages import Language
from domain.time_span import TimeSpan
from domain.transcript import Decoding, Segment

ENGLISH: Final = Language("en")
LATIN: Final = Language("la")


def reading(
    language: Language, probability: float, *heard: float, compression_ratio: float = 1.0
) -> Reading:
    """With a segment for each mean log probability."""
    segments = [_segment(one, compression_ratio) for one in heard]
    return Reading(language, probability, segments)


def _segment(average_log_probability: float, compression_ratio: float) -> Segment:
    decoding = Decoding(
        average_log_probability=average_log_probability,
        no_speech_probability=0.0,
        compression_ratio=compression_ratio,
        temperature=0.0,
    )
    return Segment(span=TimeSpan(0, 1), text="Hello.", words=(), decoding=decoding)


def chosen(*readings: Reading) -> Language | None:
    best = best_reading(readings)
    return None if best is None else best.language


def test_the_text_that_reads_better_wins_over_the_likelier_guess() -> None:
    assert chosen(reading(LATIN, 0.33, -1.6), reading(ENGLISH, 0.30, -0.4)) == ENGLISH


def test_of_texts_that_read_alike_the_likelier_guess_wins() -> None:
    assert chosen(reading(ENGLISH, 0.1, -0.5), reading(LATIN, 0.4, -0.5)) == LATIN


def test_a_text_that_repeats_itself_is_not_believed_however_well_it_reads() -> None:
    looping = reading(LATIN, 0.48, -0.1, compression_ratio=2.9)
    assert chosen(looping, reading(ENGLISH, 0.11, -0.9)) == ENGLISH


def test_where_every_text_repeats_itself_the_best_of_them_is_taken() -> None:
    loops = [reading(one, 0.3, -0.2, compression_ratio=9) for one in (LATIN, ENGLISH)]
    assert chosen(*loops) in {LATIN, ENGLISH}


def test_a_language_in_which_nothing_is_said_is_not_taken() -> None:
    assert chosen(reading(LATIN, 0.49), reading(ENGLISH, 0.01, -2.0)) == ENGLISH


def test_where_no_language_says_anything_there_is_no_best() -> None:
    assert chosen(reading(LATIN, 0.3), reading(ENGLISH, 0.2)) is None


def test_a_guess_of_nothing_at_all_can_be_weighed() -> None:
    assert reading(ENGLISH, 0.0, -1.0).likelihood == pytest.approx(-1.0 - 0.3 * 13.8, abs=0.1)


WINDOWS: Final = (
    ("first", [(LATIN, 0.4), (ENGLISH, 0.3)]),
    ("second", [(ENGLISH, 0.7), (LATIN, 0.1)]),
    ("third", [(ENGLISH, 0.9)]),
)


@pytest.mark.parametrize(
    ("sure_enough", "window"), [(0.0, "first"), (0.5, "second"), (0.8, "third"), (0.95, "third")]
)
def test_the_first_window_that_is_sure_enough_tells_the_language_or_else_the_surest(
    sure_enough: float, window: str
) -> None:
    assert clearest(WINDOWS, sure_enough)[0] == window


def test_no_window_is_listened_to_after_that() -> None:
    listened = iter(WINDOWS)
    clearest(listened, 0.5)
    assert next(listened)[0] == "third"


def test_of_languages_that_are_named_one_is_chosen_and_no_other() -> None:
    guesses = [(LATIN, 0.5), (ENGLISH, 0.3), (Language("de"), 0.1)]
    chosen_among = dict(among(("de", "en"), guesses))
    assert chosen_among == pytest.approx({ENGLISH: 0.75, Language("de"): 0.25})


@pytest.mark.parametrize("codes", [(), ("fr",)])
def test_where_none_that_is_known_is_named_any_language_will_do(codes: tuple[str, ...]) -> None:
    guesses = [(LATIN, 0.5), (ENGLISH, 0.3)]
    assert among(codes, guesses) == guesses


def test_languages_that_are_all_impossible_are_equally_likely() -> None:
    assert among(("en", "la"), [(LATIN, 0.0), (ENGLISH, 0.0)]) == [(LATIN, 0.5), (ENGLISH, 0.5)]
