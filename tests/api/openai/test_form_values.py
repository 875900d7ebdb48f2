"""Forms as OpenAI's clients, and others, write them."""

from collections.abc import Mapping, Sequence
from typing import Final

import pytest
from fastapi.exceptions import RequestValidationError

from adapters.inbound.form_values import FormShape, values_in
from adapters.inbound.openai.fields import TranscriptionFields

SHAPE: Final = FormShape(known={"words", "plan", "text"}, lists={"words"}, objects={"plan"})


@pytest.mark.parametrize(
    "written",
    [
        {"words[]": ["a", "b"]},
        {"words": ["a", "b"]},
        {"words[0]": ["a"], "words[1]": ["b"]},
        {"words": ['["a", "b"]']},
        {"words[]": ['["a", "b"]']},
        {"words": ["a"], "words[]": ["b", ""]},
    ],
)
def test_a_list_is_written_in_many_ways(written: Mapping[str, Sequence[str]]) -> None:
    assert values_in(written, SHAPE).given == {"words": ["a", "b"]}


def test_what_only_begins_as_a_list_is_a_word() -> None:
    assert values_in({"words[]": ["[laughs]"]}, SHAPE).given == {"words": ["[laughs]"]}


def test_items_that_are_no_text_are_written_as_text() -> None:
    assert values_in({"words": ["[1, null]"]}, SHAPE).given == {"words": ["1", "null"]}


@pytest.mark.parametrize(
    "written",
    [{"plan[type]": ["vad"], "plan[size]": ["2"]}, {"plan": ['{"type":"vad","size":"2"}']}],
)
def test_an_object_is_written_in_two_ways(written: Mapping[str, Sequence[str]]) -> None:
    assert values_in(written, SHAPE).given == {"plan": {"type": "vad", "size": "2"}}


def test_a_word_may_stand_for_an_object() -> None:
    assert values_in({"plan": ["auto"]}, SHAPE).given == {"plan": "auto"}


def test_a_broken_object_is_refused() -> None:
    with pytest.raises(RequestValidationError, match="plan"):
        values_in({"plan": ["{oh"]}, SHAPE)


def test_text_may_be_said_twice_but_not_differently() -> None:
    assert values_in({"text": ["a", "a"]}, SHAPE).given == {"text": "a"}
    with pytest.raises(RequestValidationError, match="text"):
        values_in({"text": ["a", "b"]}, SHAPE)


def test_text_that_comes_as_a_list_has_commas() -> None:
    assert values_in({"text[]": ["-1", "220"]}, SHAPE).given == {"text": "-1,220"}


def test_blanks_are_not_given() -> None:
    values = values_in({"text": [""], "words[]": [" "], "plan": [""]}, SHAPE)
    assert values.given == {}
    assert values.unknown == []


def test_what_nobody_knows_is_told_as_it_was_written() -> None:
    assert values_in({"more[type]": ["a"], "[]": ["b"]}, SHAPE).unknown == ["more[type]", "[]"]


def test_every_field_that_holds_several_values_is_a_field() -> None:
    fields = TranscriptionFields
    assert set(fields.model_fields) >= fields.LISTS
    assert set(fields.model_fields) >= fields.OBJECTS


def test_brackets_without_end_are_text() -> None:
    deep = "[" * 100_000
    assert values_in({"words": [deep]}, SHAPE).given == {"words": [deep]}
    with pytest.raises(RequestValidationError, match="plan"):
        values_in({"plan": ['{"a":' * 100_000]}, SHAPE)


def test_half_a_character_is_not_passed_on() -> None:
    assert values_in({"words": ['["\\ud800"]']}, SHAPE).given == {"words": ["?"]}
