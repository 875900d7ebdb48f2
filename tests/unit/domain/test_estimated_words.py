"""Words for a text that comes without them."""

import pytest

from domain.estimated_words import ESTIMATED, SpelledWord, spelled, timed, words_in
from domain.languages import Language
from domain.time_span import TimeSpan
from domain.transcript import Word


def spans(words: tuple[Word, ...]) -> list[tuple[float, float]]:
    return [(round(word.span.start, 3), round(word.span.end, 3)) for word in words]


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Hello  there.", "en", [" Hello", " there."]),
        ("", "en", []),
        ("你好 吗", "zh", ["你", "好", "吗"]),
        ("ที่", "th", ["ที่"]),
    ],
)
def test_a_text_has_words_as_its_language_writes_them(
    text: str, language: str, words: list[str]
) -> None:
    assert [word.text for word in words_in(text, Language(language))] == words


@pytest.mark.parametrize(
    ("words", "text", "with_spaces"),
    [
        (["Hello", "there."], "Hello there.", [" Hello", " there."]),
        (["你", "好"], "你好", [" 你", "好"]),
        (["one", "two"], "one 2", [" one", " two"]),
    ],
)
def test_words_are_spelled_as_in_their_text(
    words: list[str], text: str, with_spaces: list[str]
) -> None:
    assert spelled(words, text) == with_spaces


def test_words_without_times_share_the_stretch_by_their_length() -> None:
    words = timed([SpelledWord(" a"), SpelledWord(" bcd")], TimeSpan(1.0, 2.0))
    assert spans(words) == [(1.0, 1.25), (1.25, 2.0)]
    assert {word.score for word in words} == {ESTIMATED}


def test_words_between_others_share_what_these_leave() -> None:
    known = SpelledWord(" b", TimeSpan(1.4, 1.5), 0.8)
    words = timed([SpelledWord(" a"), known, SpelledWord(" c")], TimeSpan(1.0, 2.0))
    assert spans(words) == [(1.0, 1.4), (1.4, 1.5), (1.5, 2.0)]
    assert words[1].score == 0.8


def test_words_that_are_left_no_time_are_short() -> None:
    known = [SpelledWord(" a", TimeSpan(1.0, 2.0)), SpelledWord(" c", TimeSpan(2.0, 3.0))]
    words = timed([known[0], SpelledWord(" b"), known[1]], TimeSpan(1.0, 3.0))
    assert spans(words)[1] == (2.0, 2.02)


def test_nothing_takes_no_words() -> None:
    assert timed([], TimeSpan(0.0, 1.0)) == ()
