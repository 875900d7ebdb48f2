"""How English words sound, with real weights."""

from pathlib import Path

import pytest

from adapters.outbound.engines.alignment.phoneme_model import open_network
from adapters.outbound.engines.alignment.phoneme_speller import PhonemeSpeller

WORDS = ["a", "best", "times", "wisdom", "foolishness", "incredulity", "superlative", "it's"]


@pytest.fixture
def speller(phoneme_weights: Path) -> PhonemeSpeller:
    return PhonemeSpeller.load(phoneme_weights, open_network)


def test_words_of_different_lengths_sound_together_as_they_do_alone(
    speller: PhonemeSpeller, phoneme_weights: Path
) -> None:
    alone = PhonemeSpeller.load(phoneme_weights, open_network)
    together = speller.spell([*WORDS, *(f"{word}ness" for word in WORDS), "best"])
    assert together[: len(WORDS)] == [alone.spell([word])[0] for word in WORDS]
    assert together[-1] == together[1]
    assert all(together)


def test_a_word_sounds_the_same_however_it_is_written_and_its_letters_keep_their_places(
    speller: PhonemeSpeller,
) -> None:
    plain, quoted, accented = speller.spell(["best", "“Best,”", "bést"])
    assert [each.number for each in quoted] == [each.number for each in plain]
    assert [each.letter for each in quoted] == [each.letter + 1 for each in plain]
    assert accented == plain


def test_what_is_no_word_has_no_sounds(speller: PhonemeSpeller) -> None:
    assert speller.spell(["1984", "", "...", "'", "b4"]) == [()] * 5
