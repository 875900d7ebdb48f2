"""Voices as vectors."""

from math import inf, nan

import pytest

from domain.errors import InvalidValueError
from domain.voice_print import VoicePrint


def test_a_print_of_a_vector_has_length_one() -> None:
    assert VoicePrint.of((3.0, 4.0), "m").vector == pytest.approx((0.6, 0.8))


def test_the_same_direction_is_the_same_voice_however_long_the_vector_is() -> None:
    assert VoicePrint((2.0, 0.0), "m").similarity(VoicePrint((5.0, 0.0), "m")) == pytest.approx(1)
    assert VoicePrint((2.0, 0.0), "m").similarity(VoicePrint((0.0, 1.0), "m")) == pytest.approx(0)


def test_voices_of_two_models_cannot_be_compared() -> None:
    with pytest.raises(InvalidValueError, match="one and other"):
        VoicePrint((1.0, 0.0), "one").similarity(VoicePrint((1.0, 0.0), "other"))


@pytest.mark.parametrize("vector", [(), (0.0, 0.0), (nan, 1.0), (inf,)])
def test_a_print_is_made_of_finite_numbers(vector: tuple[float, ...]) -> None:
    with pytest.raises(InvalidValueError):
        VoicePrint(vector, "m")


def test_a_print_names_its_model() -> None:
    with pytest.raises(InvalidValueError, match="model"):
        VoicePrint((1.0,), "")
