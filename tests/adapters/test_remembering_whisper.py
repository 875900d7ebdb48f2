"""Encoding a window once, with real weights."""

from pathlib import Path

import numpy as np
import pytest
from faster_whisper import WhisperModel

from adapters.outbound.engines.remembering_whisper import RememberingWhisper
from application.waveform import SAMPLE_RATE, Samples
from tests.conftest import Recording
from tests.fakes.sounds import noise


@pytest.fixture(scope="module")
def model(base_weights: Path) -> RememberingWhisper:
    return RememberingWhisper(str(base_weights), device="cpu", compute_type="int8", cpu_threads=1)


@pytest.fixture(scope="module")
def speech(recording: Recording) -> Samples:
    return recording("beckett.wav").whole()


def windows(model: RememberingWhisper, samples: Samples) -> Samples:
    """As the batched pipeline makes them of a pack: log-mel features (1, bands, 3000)."""
    features = model.feature_extractor(samples)[..., :-1]
    padded = np.zeros((1, features.shape[0], 3000), dtype=np.float32)
    padded[0, :, : features.shape[1]] = features
    return padded


def test_the_window_whose_language_was_told_is_not_encoded_again(
    model: RememberingWhisper, speech: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_encoder(*_: object, **__: object) -> None:
        pytest.fail("the window was encoded again")

    model.language_probabilities(speech)
    monkeypatch.setattr(WhisperModel, "encode", no_encoder)
    assert model.encode(windows(model, speech)) is not None


def test_what_was_remembered_is_given_out_once(model: RememberingWhisper, speech: Samples) -> None:
    model.language_probabilities(speech)
    features = windows(model, speech)
    first = np.asarray(model.encode(features))
    assert np.allclose(first, np.asarray(model.encode(features)))


def test_languages_are_told_as_by_the_library(model: RememberingWhisper, speech: Samples) -> None:
    ours = model.language_probabilities(speech)
    _, _, theirs = model.detect_language(speech)
    assert [code for code, _ in ours[:3]] == [code for code, _ in theirs[:3]]
    assert ours[0][1] == pytest.approx(theirs[0][1], abs=0.05)


def test_only_the_first_window_of_longer_speech_is_heard(
    model: RememberingWhisper, speech: Samples
) -> None:
    longer = np.tile(speech, 6)
    assert len(longer) > 31 * SAMPLE_RATE
    assert model.language_probabilities(longer)[0][0] == "en"


def test_what_is_kept_does_not_grow(
    model: RememberingWhisper, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seconds in range(1, 11):
        model.language_probabilities(noise(seconds))
    encoded: list[object] = []
    monkeypatch.setattr(WhisperModel, "encode", lambda _, features: encoded.append(features))
    for seconds in range(1, 11):
        model.encode(windows(model, noise(seconds)))
    assert len(encoded) == 2
