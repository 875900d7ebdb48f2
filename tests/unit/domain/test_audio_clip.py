"""What a clip can be."""

from dataclasses import replace
from datetime import datetime

import pytest

from domain.audio_clip import AudioFormat, ContentHash
from domain.errors import InvalidAudioClipError
from tests.fakes.clips import a_clip


@pytest.mark.parametrize("digits", ["", "a" * 63, "a" * 65, "A" * 64, "g" * 64, "a" * 64 + "\n"])
def test_a_content_hash_is_64_lower_case_digits(digits: str) -> None:
    with pytest.raises(InvalidAudioClipError):
        ContentHash(digits)


def test_a_content_hash_is_written_as_its_digits() -> None:
    assert str(ContentHash("0123456789abcdef" * 4)) == "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("duration", "sample_rate", "channels"),
    [
        (0.0, 44_100, 2),
        (-1.0, 44_100, 2),
        (float("nan"), 44_100, 2),
        (float("inf"), 44_100, 2),
        (1.0, 0, 2),
        (1.0, 44_100, 0),
    ],
)
def test_sound_has_a_length_a_rate_and_channels(
    duration: float, sample_rate: int, channels: int
) -> None:
    with pytest.raises(InvalidAudioClipError):
        AudioFormat(duration=duration, sample_rate=sample_rate, channels=channels, codec="mp3")


def test_sound_of_one_sample_is_sound() -> None:
    AudioFormat(duration=1 / 48_000, sample_rate=48_000, channels=1, codec="flac")


def test_a_clip_holds_bytes() -> None:
    with pytest.raises(InvalidAudioClipError):
        replace(a_clip(), size_bytes=0)


def test_the_time_of_upload_has_a_time_zone() -> None:
    with pytest.raises(InvalidAudioClipError):
        replace(a_clip(), created_at=datetime(2026, 1, 1))  # noqa: DTZ001
