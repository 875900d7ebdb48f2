"""Words in stretches that an aligner hears at once."""

from itertools import chain

from domain.estimated_words import ESTIMATED
from domain.time_span import TimeSpan
from domain.word_stretches import word_stretches
from tests.fakes.transcripts import a_word


def test_a_pause_ends_a_stretch_and_each_is_heard_with_a_margin() -> None:
    words = [a_word(" a", 1.0, 1.5), a_word(" b", 1.5, 2.0), a_word(" c", 3.5, 4.0)]
    first, second = word_stretches(words, duration=4.2)
    assert (first.words, first.window) == ((words[0], words[1]), TimeSpan(0.5, 2.5))
    assert (second.words, second.window) == ((words[2],), TimeSpan(3.0, 4.2))


def test_a_stretch_without_a_pause_grows_no_longer_than_twelve_seconds() -> None:
    words = [a_word(f" {at}", at, at + 1) for at in range(60)]
    stretches = list(word_stretches(words, duration=60))
    assert list(chain.from_iterable(each.words for each in stretches)) == words
    assert max(each.window.duration for each in stretches) <= 13


def test_times_that_are_estimates_are_not_cut_at() -> None:
    words = [a_word(f" {at}", at, at + 1, score=ESTIMATED) for at in range(30)]
    assert len(list(word_stretches(words, duration=30))) == 1


def test_no_words_are_no_stretches() -> None:
    assert not list(word_stretches([], duration=3))


def test_a_word_beyond_the_end_still_has_a_window() -> None:
    (stretch,) = word_stretches([a_word(" late", 5.0, 6.0)], duration=4.0)
    assert stretch.window.duration > 0
