"""Word errors are counted as Whisper's authors count them."""

import pytest

from bench.wer import EnglishScorer, WordErrors, pooled


@pytest.fixture(scope="module")
def scorer() -> EnglishScorer:
    return EnglishScorer()


def test_case_punctuation_and_spelling_variants_are_no_errors(scorer: EnglishScorer) -> None:
    errors = scorer.errors("mister Hale's colour is grey", "Mr. Hale's color is gray!")
    assert errors.rate == 0
    assert errors.words == 6


def test_each_kind_of_error_is_counted(scorer: EnglishScorer) -> None:
    errors = scorer.errors("one cat sat here", "one dog sat right here")
    assert (errors.substituted, errors.left_out, errors.put_in) == (1, 0, 1)
    assert scorer.errors("the cat sat", "cat sat").left_out == 1


def test_pooling_lets_long_recordings_weigh_more() -> None:
    short = WordErrors(words=1, substituted=1)
    long = WordErrors(words=99)
    assert pooled([short, long]).percent == pytest.approx(1.0)


def test_words_where_nothing_was_said_are_all_wrong(scorer: EnglishScorer) -> None:
    assert scorer.errors("", "thank you").rate == 1
    assert scorer.errors("", "").rate == 0


def test_the_same_text_may_be_written_differently(scorer: EnglishScorer) -> None:
    assert scorer.same_text("You don't mean it.", "you do not mean it")
    assert not scorer.same_text("you mean it", "you do not mean it")
