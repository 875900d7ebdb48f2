"""Confidences of a second engine, given to the words they are about."""

from domain.time_span import TimeSpan
from domain.word_confidence import HeardWord, confidences_of
from tests.fakes.transcripts import a_word


def heard(text: str, start: float, confidence: float) -> HeardWord:
    return HeardWord(text, TimeSpan(start, start + 0.3), confidence)


def test_a_word_has_the_confidence_of_the_same_word_whatever_its_punctuation() -> None:
    words = [a_word(" Hello,", 0.1, 0.5), a_word(" you!", 0.5, 0.9)]
    assert confidences_of(words, [heard("hello", 0.2, 0.9), heard("You", 0.5, 0.4)]) == [0.9, 0.4]


def test_a_word_that_was_heard_differently_has_none() -> None:
    words = [a_word(" Kenobi", 0.1, 0.5)]
    assert confidences_of(words, [heard("nobody", 0.1, 0.99)]) == [None]


def test_a_word_that_was_heard_at_another_time_is_another() -> None:
    words = [a_word(" yes", 0.0, 0.3), a_word(" yes", 60.0, 60.3)]
    assert confidences_of(words, [heard("yes", 60.1, 0.8)]) == [None, 0.8]


def test_of_equal_words_each_has_its_own() -> None:
    words = [a_word(" no", 0.0, 0.3), a_word(" no", 0.3, 0.6), a_word(" no", 0.6, 0.9)]
    answers = [heard("no", 0.0, 0.1), heard("no", 0.3, 0.2), heard("no", 0.6, 0.3)]
    assert confidences_of(words, answers) == [0.1, 0.2, 0.3]


def test_a_dash_has_none() -> None:
    assert confidences_of([a_word(" -", 0.0, 0.2)], [heard("-", 0.0, 0.9)]) == [None]


def test_without_a_second_opinion_nobody_has_one() -> None:
    assert confidences_of([a_word(" hello", 0.0, 0.2)], []) == [None]


def test_other_scripts_are_compared_as_they_are() -> None:
    assert confidences_of([a_word("你好", 0.0, 0.5)], [heard("你好", 0.1, 0.7)]) == [0.7]
