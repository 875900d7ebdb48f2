"""Sentences, one behind the other."""

import pytest

from application.advice import with_advice


@pytest.mark.parametrize(
    ("detail", "advice", "told"),
    [
        ("Field required", "Correct it.", "Field required. Correct it."),
        ("It went wrong.", "Try again.", "It went wrong. Try again."),
        ("It went wrong", "", "It went wrong"),
    ],
)
def test_what_is_wrong_is_told_before_what_to_do(detail: str, advice: str, told: str) -> None:
    assert with_advice(detail, advice) == told
