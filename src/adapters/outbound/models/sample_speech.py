"""Speech to try the service on: two readers, a dialogue, and a telephone call with its truth."""

import shutil
from pathlib import Path
from typing import Final

from adapters.outbound.models.embedded_store import EmbeddedStore
from adapters.outbound.models.packed_weights import EmbeddedWeights, Member, PackedFile, Wheel
from application.ports.progress import ReportFraction, ignore_fraction

_MOONSHINE: Final = Wheel(
    project="moonshine-voice",
    version="0.1.5",
    filename="moonshine_voice-0.1.5-py3-none-manylinux_2_34_x86_64.whl",
    sha256="1ed9e0ccf94be4845d69e7fa862dcf4c8b5801a758796966494c694f48184496",
)
_PYANNOTE: Final = Wheel(
    project="pyannote.audio",
    version="4.0.7",
    filename="pyannote_audio-4.0.7-py3-none-any.whl",
    sha256="852ea15c4d85bc34773e618267603ffca6a521669a74d33742692cc67fc700d6",
)

SAMPLE_SPEECH: Final = EmbeddedWeights(
    name="sample-speech",
    licence="MIT",
    files=(
        PackedFile(
            "two_cities.wav",
            4_260_326,
            "f3348494d77cb74a02862f5e685ed09faf3e75832c5cc5c80703282c2cd8b52e",
            (Member(_MOONSHINE, "moonshine_voice/assets/two_cities.wav"),),
        ),
        PackedFile(
            "beckett.wav",
            318_978,
            "e5a26b3d29e5b0bc8dbd72c11d16a3808a4ec0ac45b21f12a27d2a2fe5c5ae61",
            (Member(_MOONSHINE, "moonshine_voice/assets/beckett.wav"),),
        ),
        PackedFile(
            "endgame_nagg_nell.wav",
            1_357_352,
            "78f44dc6d3da32ecab0c37f391700f0569f4612b8e0be2ecbaf33e1d3d566474",
            (Member(_MOONSHINE, "moonshine_voice/assets/endgame_nagg_nell.wav"),),
        ),
        PackedFile(
            "sample.wav",
            960_104,
            "c319b4abca767b124e41432d364fd7df006cb26bb79d09326c487d606a134e6e",
            (Member(_PYANNOTE, "pyannote/audio/sample/sample.wav"),),
        ),
        PackedFile(
            "sample.rttm",
            596,
            "d78fe62c69d8e6dcbb42c26adfce83faccb374c5a1e6d987fe37f85f1c173c87",
            (Member(_PYANNOTE, "pyannote/audio/sample/sample.rttm"),),
        ),
    ),
)


def fetch_sample_speech(store: EmbeddedStore, report: ReportFraction = ignore_fraction) -> Path:
    """The folder with the recordings. Raises ModelUnavailableError, CorruptWeightsError."""
    return store.fetch(SAMPLE_SPEECH, report)


def lay_out_sample_speech(
    store: EmbeddedStore, folder: Path, speech: EmbeddedWeights = SAMPLE_SPEECH
) -> list[Path]:
    """Copy the recordings to where a person looks for them; answers the copies."""
    kept = store.fetch(speech, ignore_fraction)
    folder.mkdir(parents=True, exist_ok=True)
    return [Path(shutil.copy(kept / file.name, folder)) for file in speech.files]
