import pytest

from domain.errors import InvalidOptionError
from domain.speech import DEFAULT_THRESHOLDS, SpeechThresholds, speech_thresholds


def test_what_is_not_given_is_as_usual() -> None:
    assert speech_thresholds() == DEFAULT_THRESHOLDS


def test_speech_that_begins_early_does_not_end_before() -> None:
    assert speech_thresholds(onset=0.2).offset == 0.2


def test_speech_that_begins_late_ends_as_usual() -> None:
    assert speech_thresholds(onset=0.8).offset == DEFAULT_THRESHOLDS.offset


def test_an_offset_above_the_onset_is_refused() -> None:
    with pytest.raises(InvalidOptionError, match=r"vad_offset 0.6 is more than vad_onset 0.5"):
        SpeechThresholds(onset=0.5, offset=0.6)


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_a_threshold_is_a_probability(value: float) -> None:
    with pytest.raises(InvalidOptionError, match="vad_onset must be between 0 and 1"):
        speech_thresholds(onset=value)


@pytest.mark.parametrize("name", ["min_silence", "padding"])
@pytest.mark.parametrize("seconds", [-0.1, 11, float("inf")])
def test_pauses_last_seconds(name: str, seconds: float) -> None:
    with pytest.raises(InvalidOptionError, match=f"vad_{name} must be between 0 and 10 seconds"):
        speech_thresholds(**{name: seconds})
