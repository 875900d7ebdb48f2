"""Names, and samples that come with them."""

import pytest

from domain.enrolled_speaker import LONGEST_NAME, MOST_SAMPLES, is_same_name, speaker_name
from domain.errors import InvalidSpeakerError
from domain.speaker_sample import SpeakerSample
from tests.fakes.voices import a_speaker, a_voice

URL = "https://example.org/voices/swami-1.m4a"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Ada", "Ada"),
        ("  Ada\t Lovelace ", "Ada Lovelace"),
        ("Zoe\u0301", "Zo\u00e9"),
        ("Speaker1", "Speaker1"),
        ("王小明", "王小明"),
    ],
)
def test_a_name_has_one_spelling(said: str, kept: str) -> None:
    assert speaker_name(said) == kept


@pytest.mark.parametrize(
    "said",
    [
        "",
        " \n ",
        "x" * (LONGEST_NAME + 1),
        "a\x00b",
        "a\u202eb",
        "SPEAKER_07",
        "Speaker 1",
        "speaker  12",
    ],
)
def test_some_names_nobody_can_have(said: str) -> None:
    with pytest.raises(InvalidSpeakerError):
        speaker_name(said)


def test_names_are_the_same_whatever_their_case() -> None:
    assert is_same_name("Ada", "ADA")
    assert not is_same_name("Ada", "Adam")


def test_a_speaker_has_samples_but_not_too_many() -> None:
    speaker = a_speaker("Ada", *[a_voice(1)] * MOST_SAMPLES)
    with pytest.raises(InvalidSpeakerError, match="50 samples"):
        speaker.with_samples([a_voice(2)])
    assert speaker.with_samples([]) == speaker


@pytest.mark.parametrize(
    ("url", "said", "name"),
    [
        (f"{URL}?name=swami#other", "Ada", "Ada"),
        (f"{URL}?name=swami#other", None, "swami"),
        (f"{URL}?name=swami#other", " ", "swami"),
        (f"{URL}?X-Amz-Signature=secret#swami%20ji", None, "swami ji"),
        (f"{URL}?X-Amz-Signature=secret", None, "swami-1"),
        ("s3://bucket/voices/Ada%20L.wav", None, "Ada L"),
    ],
)
def test_a_sample_is_named_by_the_first_that_says_so(url: str, said: str | None, name: str) -> None:
    sample = SpeakerSample.of(url, said)
    assert (sample.name, sample.url) == (name, url)
    assert "secret" not in repr(sample)


@pytest.mark.parametrize("url", ["https://example.org", "https://example.org/", "https://[::1/"])
def test_a_sample_has_a_name(url: str) -> None:
    with pytest.raises(InvalidSpeakerError):
        SpeakerSample.of(url)


def test_a_sample_cannot_be_named_as_those_whom_nobody_knows() -> None:
    with pytest.raises(InvalidSpeakerError, match="whose name is not known"):
        SpeakerSample.of(f"{URL}#Speaker%201")
