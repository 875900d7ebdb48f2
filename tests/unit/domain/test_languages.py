"""The languages and what they are called."""

import pytest

from domain.errors import InvalidOptionError
from domain.languages import LANGUAGE_NAMES, Language


def test_there_are_all_the_languages_of_whisper() -> None:
    assert len(LANGUAGE_NAMES) == 100


@pytest.mark.parametrize("code", LANGUAGE_NAMES)
def test_every_language_is_known_by_its_code_and_by_its_name(code: str) -> None:
    assert Language.named(code) == Language.named(Language(code).name) == Language(code)


def test_no_two_languages_share_a_name() -> None:
    assert len(set(LANGUAGE_NAMES.values())) == len(LANGUAGE_NAMES)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EN", "en"),
        (" de ", "de"),
        ("en-GB", "en"),
        ("pt_BR", "pt"),
        ("zh-Hant-TW", "zh"),
        ("German", "de"),
        ("Haitian Creole", "ht"),
        ("yue", "yue"),
    ],
)
def test_a_language_is_found_by_a_tag_or_a_name(text: str, code: str) -> None:
    assert str(Language.named(text)) == code


@pytest.mark.parametrize("text", ["", "xx", "klingon", "en GB", "auto", "-en"])
def test_an_unknown_language_is_refused_with_the_choices(text: str) -> None:
    with pytest.raises(InvalidOptionError, match=r"unknown language .*; choose one of af, .*, zh"):
        Language.named(text)


def test_a_code_is_written_as_it_stands() -> None:
    with pytest.raises(InvalidOptionError):
        Language("EN")


def test_of_what_is_far_too_long_for_a_language_only_the_beginning_is_told() -> None:
    with pytest.raises(InvalidOptionError, match=rf"unknown language '{'x' * 40}\.\.\.'; choose"):
        Language.named("x" * 5000)
