from pathlib import Path

import numpy as np
import pytest

from adapters.outbound.engines.campplus_encoder import CampplusEncoder
from adapters.outbound.engines.model_cache import ModelCache
from adapters.outbound.engines.pyannote_silence import silence_pyannote
from adapters.outbound.system_clock import SystemClock
from application.errors import EngineUnavailableError
from application.ports.engines.voice_encoder import VoiceEncoder
from application.ports.model_catalog import ModelCatalog
from application.waveform import ArrayWaveform
from domain.time_span import TimeSpan
from tests.conftest import Recording
from tests.contract.voice_encoder import VoiceEncoderContract
from tests.fakes.voices import ScriptedVoiceEncoder, a_voice


@pytest.fixture(scope="module")
def models() -> ModelCache:
    return ModelCache(SystemClock())


@pytest.mark.usefixtures("speaker_weights")
class TestCampplusEncoder(VoiceEncoderContract):
    @pytest.fixture
    def encoder(self, catalog: ModelCatalog, models: ModelCache) -> VoiceEncoder:
        return CampplusEncoder(catalog=catalog, models=models)

    def test_it_hears_what_pyannote_hears(
        self, encoder: VoiceEncoder, speaker_weights: Path, recording: Recording
    ) -> None:
        torch = pytest.importorskip("torch")
        silence_pyannote()
        theirs = pytest.importorskip("pyannote.audio.pipelines.speaker_verification")
        span = TimeSpan(0.5, 3.5)
        narrator = recording("two_cities.wav")
        weights = speaker_weights / "embedding" / "wespeaker-campplus.onnx"
        encoder_of_theirs = theirs.ONNXWeSpeakerPretrainedSpeakerEmbedding(str(weights))
        [vector] = encoder_of_theirs(torch.from_numpy(narrator.cut(span))[None, None])
        ours = np.asarray(encoder.encode(narrator, [span]).vector)
        assert ours == pytest.approx(vector / np.linalg.norm(vector), abs=1e-5)

    def test_without_the_speakers_extra_it_says_what_is_missing(
        self, catalog: ModelCatalog, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            "adapters.outbound.engines.needed_packages.find_spec", lambda _name: None
        )
        encoder = CampplusEncoder(catalog=catalog, models=ModelCache(SystemClock()))
        assert "speakers extra" in (encoder.describe().problem or "")
        sound = ArrayWaveform(np.ones(32_000, np.float32))
        with pytest.raises(EngineUnavailableError, match="speakers extra"):
            encoder.encode(sound, [TimeSpan(0.0, 2.0)])


def test_the_scripted_one_says_what_it_was_told_to() -> None:
    encoder = ScriptedVoiceEncoder(hears=lambda spans: a_voice(10 * len(spans)))
    sound = ArrayWaveform(np.zeros(16_000, np.float32))
    spans = [TimeSpan(0.0, 0.2), TimeSpan(0.3, 0.4)]
    assert encoder.encode(sound, spans) == a_voice(20)
    assert encoder.asked == [spans]
