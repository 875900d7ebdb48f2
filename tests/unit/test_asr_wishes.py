"""What /asr takes a caller to mean by what it says and leaves out."""

import pytest

from adapters.inbound.webservice.answer_form import AsrDialect, AsrForm, Wanted
from adapters.inbound.webservice.asr_wishes import AsrWishes
from domain.errors import InvalidOptionError

SEED, WEBSERVICE = AsrDialect.SEED, AsrDialect.WEBSERVICE


def wanted(otherwise: AsrDialect = SEED, **said: str) -> Wanted:
    return AsrWishes.model_validate(said).wanted(otherwise)


@pytest.mark.parametrize(
    ("said", "dialect", "form"),
    [
        *[({"output_format": form}, SEED, form) for form in AsrForm],
        *[({"output_format": form, "output": "srt"}, SEED, form) for form in AsrForm],
        *[({"output": form}, WEBSERVICE, form) for form in ("srt", "vtt", "tsv", "json")],
        ({"output": "txt"}, WEBSERVICE, "text"),
        ({"output": "SRT"}, WEBSERVICE, "srt"),
        ({"output": "anything"}, WEBSERVICE, "text"),
        ({"output": "text"}, SEED, "text"),
    ],
)
def test_a_caller_is_taken_by_its_words_however_the_service_is_set(
    said: dict[str, str], dialect: AsrDialect, form: str
) -> None:
    for otherwise in AsrDialect:
        meant = wanted(otherwise, **said)
        assert (meant.dialect, meant.form) == (dialect, form)


def test_without_them_the_setting_decides() -> None:
    assert wanted(SEED) == Wanted(SEED, AsrForm.JSON)
    assert wanted(WEBSERVICE) == Wanted(WEBSERVICE, AsrForm.TEXT)


def test_an_output_format_that_is_not_known_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match="docx"):
        wanted(output_format="docx")


@pytest.mark.parametrize(
    ("said", "diarizes"),
    [
        ({"output_format": "json"}, True),
        ({"output": "text"}, True),
        ({}, True),
        ({"output": "srt"}, False),
        ({"output": "json"}, False),
        ({"output": "json", "diarize": "True"}, True),
        ({"output": "srt", "enable_diarization": "true"}, True),
        ({"diarize": "false"}, False),
        ({"enable_diarization": "false"}, False),
        ({"diarize": "false", "enable_diarization": "true"}, True),
        ({"diarize": "false", "enable_diarization": "false"}, False),
        ({"diarizer": "none"}, False),
    ],
)
def test_when_speakers_are_told_apart(said: dict[str, str], *, diarizes: bool) -> None:
    wishes = AsrWishes.model_validate(said)
    assert wishes.options("base", wishes.wanted(SEED)).diarize is diarizes


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ({}, True),
        ({"word_timestamps": "false"}, False),
        ({"output": "json"}, False),
        ({"output": "json", "word_timestamps": "true"}, True),
        ({"output": "json", "diarize": "true"}, True),
        ({"output": "json", "diarize": "true", "word_timestamps": "false"}, False),
    ],
)
def test_when_words_are_shown(said: dict[str, str], *, shown: bool) -> None:
    wishes = AsrWishes.model_validate(said)
    assert wishes.shows_words(wishes.wanted(SEED)) is shown
