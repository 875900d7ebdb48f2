"""What can be asked for together."""

from typing import Any

import pytest

from domain.errors import InvalidOptionError
from domain.languages import Language
from domain.speaker import SpeakerCount
from domain.transcription_options import Task, TranscriptionOptions


def test_speakers_that_are_not_to_be_told_apart_cannot_be_counted() -> None:
    with pytest.raises(InvalidOptionError, match="diarize=false"):
        TranscriptionOptions(model="tiny", diarize=False, speakers=SpeakerCount(2, 2))


def test_speakers_need_not_be_counted_to_be_told_apart() -> None:
    assert TranscriptionOptions(model="tiny").diarize
    assert not TranscriptionOptions(model="tiny", diarize=False).speakers.is_known


@pytest.mark.parametrize("language", [None, Language("en")])
def test_an_english_model_hears_english(language: Language | None) -> None:
    assert TranscriptionOptions(model="tiny.en", language=language).language == language


def test_an_english_model_hears_nothing_else() -> None:
    with pytest.raises(InvalidOptionError, match=r"tiny\.en knows English only.*de"):
        TranscriptionOptions(model="tiny.en", language=Language("de"))


@pytest.mark.parametrize("language", [None, Language("en")])
def test_an_english_model_cannot_translate(language: Language | None) -> None:
    with pytest.raises(InvalidOptionError, match=r"tiny\.en knows English only.*translate"):
        TranscriptionOptions(model="tiny.en", language=language, task=Task.TRANSLATE)


def test_equal_options_are_the_same_request() -> None:
    one = TranscriptionOptions(model="tiny", language=Language("de"), hotwords="Hexavox")
    other = TranscriptionOptions(model="tiny", language=Language("de"), hotwords="Hexavox")
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize("name", ["initial_prompt", "hotwords"])
@pytest.mark.parametrize(("text", "words"), [("x" * 2001, "2,000 at most"), ("a\0b", "NUL")])
def test_text_for_the_engine_has_a_limit_and_no_nul(name: str, text: str, words: str) -> None:
    asked: dict[str, Any] = {name: text}
    with pytest.raises(InvalidOptionError, match=words):
        TranscriptionOptions(model="tiny", **asked)
