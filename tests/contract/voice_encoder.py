"""What every VoiceEncoder does."""

import numpy as np
import pytest

from application.errors import TooLittleSpeechError
from application.ports.engines.voice_encoder import VoiceEncoder
from application.waveform import ArrayWaveform, Waveform
from domain.speaker_identification import SAME_VOICE
from domain.time_span import TimeSpan
from tests.conftest import Recording

NARRATOR = (TimeSpan(0.5, 4.0), TimeSpan(20.0, 23.5))
"""Of two_cities.wav, twice the same reader."""


class VoiceEncoderContract:
    @pytest.fixture
    def narrator(self, recording: Recording) -> Waveform:
        return recording("two_cities.wav")

    def test_a_voice_is_like_itself_and_unlike_another(
        self, encoder: VoiceEncoder, narrator: Waveform, recording: Recording
    ) -> None:
        early, late = (encoder.encode(narrator, [span]) for span in NARRATOR)
        other = encoder.encode(recording("sample.wav"), [TimeSpan(11.2, 14.4)])
        assert early.similarity(late) >= SAME_VOICE
        assert early.similarity(other) < SAME_VOICE

    def test_prints_name_their_model(self, encoder: VoiceEncoder, narrator: Waveform) -> None:
        heard = encoder.encode(narrator, NARRATOR)
        assert heard.model == encoder.prints_of
        assert heard.similarity(heard) == pytest.approx(1)

    def test_stretches_are_heard_together(self, encoder: VoiceEncoder, narrator: Waveform) -> None:
        pieces = [TimeSpan(start, start + 0.7) for start in (0.6, 1.4, 2.2)]
        whole = encoder.encode(narrator, [TimeSpan(0.5, 4.0)])
        assert encoder.encode(narrator, pieces).similarity(whole) >= SAME_VOICE

    @pytest.mark.parametrize("spans", [[], [TimeSpan(1.0, 1.5)], [TimeSpan(100.0, 100.2)]])
    def test_too_little_speech_is_refused(
        self, encoder: VoiceEncoder, narrator: Waveform, spans: list[TimeSpan]
    ) -> None:
        with pytest.raises(TooLittleSpeechError):
            encoder.encode(narrator, spans)

    def test_silence_is_nobody_s_voice(self, encoder: VoiceEncoder) -> None:
        silence = ArrayWaveform(np.zeros(48_000, np.float32))
        with pytest.raises(TooLittleSpeechError):
            encoder.encode(silence, [TimeSpan(0.0, 3.0)])

    def test_it_says_what_it_is(self, encoder: VoiceEncoder) -> None:
        description = encoder.describe()
        assert description.can_run
        assert description.model == encoder.prints_of
