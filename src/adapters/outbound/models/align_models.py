"""Models that hear when words were said, by the code of the language that they know."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from adapters.outbound.models.packed_weights import EmbeddedWeights, Member, PackedFile, Wheel

_HAMA: Final = Wheel(
    project="hama",
    # The last one with networks that onnxruntime reads: twenty times as fast as the later ones.
    version="1.3.13",
    filename="hama-1.3.13-py3-none-any.whl",
    sha256="753ca05c6b3c99f9c8c415776848f84ebb72823f70c11fd46dd7eff5df338dbd",
)

PHONEMES: Final = EmbeddedWeights(
    name="phonemes",
    licence="Apache-2.0",
    files=(
        PackedFile(
            "asr_waveform_fp16.onnx",
            4_996_794,
            "a884b5ac55f8bbc00673e8cf6d2dd601aa76e5031dd85cf3de2f25b5987cd59a",
            (Member(_HAMA, "hama/assets/asr_waveform_fp16.onnx"),),
        ),
        PackedFile(
            "encoder.onnx",
            3_839_932,
            "b512084fdd78dcb532693828fe86c1675a950289c2805702b08b4c8a03dec3bb",
            (Member(_HAMA, "hama/assets/encoder.onnx"),),
        ),
        PackedFile(
            "decoder_step.onnx",
            402_232,
            "024790900f2d865dd83df92f9772dd95cfc590b70698c49de3f73ddbdd44311f",
            (Member(_HAMA, "hama/assets/decoder_step.onnx"),),
        ),
        PackedFile(
            "g2p_vocab.json",
            220_107,
            "520d19e4e6ae58658eed53594e0feab8ea8e1b4b04a7746e25e50c16c29b91bf",
            (Member(_HAMA, "hama/assets/g2p_vocab.json"),),
        ),
    ),
)

EMBEDDED_ALIGN: Final[Mapping[str, EmbeddedWeights]] = MappingProxyType({"en": PHONEMES})

ALIGN_REPOSITORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "en": "facebook/wav2vec2-base-960h",
        "fr": "facebook/wav2vec2-base-10k-voxpopuli-ft-fr",
        "de": "facebook/wav2vec2-base-10k-voxpopuli-ft-de",
        "es": "facebook/wav2vec2-base-10k-voxpopuli-ft-es",
        "it": "facebook/wav2vec2-base-10k-voxpopuli-ft-it",
        "ja": "jonatasgrosman/wav2vec2-large-xlsr-53-japanese",
        "zh": "jonatasgrosman/wav2vec2-large-xlsr-53-chinese-zh-cn",
        "nl": "jonatasgrosman/wav2vec2-large-xlsr-53-dutch",
        "uk": "Yehor/wav2vec2-xls-r-300m-uk-with-small-lm",
        "pt": "jonatasgrosman/wav2vec2-large-xlsr-53-portuguese",
        "ar": "jonatasgrosman/wav2vec2-large-xlsr-53-arabic",
        "cs": "comodoro/wav2vec2-xls-r-300m-cs-250",
        "ru": "jonatasgrosman/wav2vec2-large-xlsr-53-russian",
        "pl": "jonatasgrosman/wav2vec2-large-xlsr-53-polish",
        "hu": "jonatasgrosman/wav2vec2-large-xlsr-53-hungarian",
        "fi": "jonatasgrosman/wav2vec2-large-xlsr-53-finnish",
        "fa": "jonatasgrosman/wav2vec2-large-xlsr-53-persian",
        "el": "jonatasgrosman/wav2vec2-large-xlsr-53-greek",
        "tr": "mpoyraz/wav2vec2-xls-r-300m-cv7-turkish",
        "da": "saattrupdan/wav2vec2-xls-r-300m-ftspeech",
        "he": "imvladikon/wav2vec2-xls-r-300m-hebrew",
        "vi": "nguyenvulebinh/wav2vec2-base-vi-vlsp2020",
        "ko": "kresnik/wav2vec2-large-xlsr-korean",
        "ur": "kingabzpro/wav2vec2-large-xls-r-300m-Urdu",
        "te": "anuragshas/wav2vec2-large-xlsr-53-telugu",
        "hi": "theainerd/Wav2Vec2-large-xlsr-hindi",
        "ca": "softcatala/wav2vec2-large-xlsr-catala",
        "ml": "gvs/wav2vec2-large-xlsr-malayalam",
        "no": "NbAiLab/nb-wav2vec2-1b-bokmaal-v2",
        "nn": "NbAiLab/nb-wav2vec2-1b-nynorsk",
        "sk": "comodoro/wav2vec2-xls-r-300m-sk-cv8",
        "sl": "anton-l/wav2vec2-large-xlsr-53-slovenian",
        "hr": "classla/wav2vec2-xls-r-parlaspeech-hr",
        "ro": "gigant/romanian-wav2vec2",
        "eu": "stefan-it/wav2vec2-large-xlsr-53-basque",
        "gl": "ifrz/wav2vec2-large-xlsr-galician",
        "ka": "xsway/wav2vec2-large-xlsr-georgian",
        "lv": "jimregan/wav2vec2-large-xlsr-latvian-cv",
        "tl": "Khalsuu/filipino-wav2vec2-l-xls-r-300m-official",
        "sv": "KBLab/wav2vec2-large-voxrex-swedish",
        "id": "cahya/wav2vec2-large-xlsr-indonesian",
    }
)
"""Those of WhisperX 3.8.6. It has the first five from torchaudio's server; the hub has the same
weights in the form that all others have."""
