"""Which languages are recognised."""

from bench.languages import LanguageGuess, share_right


def test_regional_forms_are_the_same_language() -> None:
    assert LanguageGuess("x", "zh-TW", "zh").is_right
    assert not LanguageGuess("x", "sv", "no").is_right
    assert not LanguageGuess("x", "sv", None).is_right


def test_the_share_counts_every_file() -> None:
    guesses = [LanguageGuess("a", "de", "de"), LanguageGuess("b", "fr", "it")]
    assert share_right(guesses) == 0.5
    assert share_right([]) == 0
