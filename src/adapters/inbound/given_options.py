"""From what was given at a door, by the names that all doors share, to what it stands for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, TypedDict

from domain.alignment_options import AlignmentOptions
from domain.decoding_options import DecodingOptions
from domain.engine_kinds import EngineChoice
from domain.language_search import LanguageSearch
from domain.speech import SpeechThresholds, speech_thresholds

_DECODING: Final = MappingProxyType(
    {
        "temperature": "temperature",
        "temperatures": "temperature",
        "beam_size": "beam_size",
        "best_of": "best_of",
        "patience": "patience",
        "length_penalty": "length_penalty",
        "compression_ratio_threshold": "compression_ratio_threshold",
        "log_prob_threshold": "log_prob_threshold",
        "no_speech_threshold": "no_speech_threshold",
        "suppress_tokens": "suppress_tokens",
        "suppress_numerals": "suppress_numerals",
        "batch_size": "batch_size",
        "chunk_size": "chunk_size",
    }
)
_SPEECH: Final = MappingProxyType(
    {
        "vad_onset": "onset",
        "vad_offset": "offset",
        "vad_min_silence": "min_silence",
        "vad_padding": "padding",
    }
)
_LANGUAGE_SEARCH: Final = MappingProxyType(
    {
        "language_detection_min_prob": "min_probability",
        "language_detection_max_tries": "max_tries",
    }
)
_ALIGNMENT: Final = MappingProxyType(
    {
        "align_model": "model",
        "interpolate_method": "interpolation",
        "return_char_alignments": "characters",
    }
)
_ENGINES: Final = MappingProxyType(
    {name: name for name in ("transcriber", "aligner", "diarizer", "speech_detector")}
)
KNOWN: Final = frozenset({*_DECODING, *_SPEECH, *_LANGUAGE_SEARCH, *_ALIGNMENT, *_ENGINES})
"""Every name that is understood."""


class Concerns(TypedDict):
    """Fields of TranscriptionOptions that every door fills in alike."""

    decoding: DecodingOptions
    speech: SpeechThresholds
    language_search: LanguageSearch
    alignment: AlignmentOptions
    engines: EngineChoice


def concerns(given: Mapping[str, Any]) -> Concerns:
    """What is not given, None, or blank, is as usual; other names are none of its business. Raises
    InvalidOptionError."""
    return Concerns(
        decoding=DecodingOptions(**_named(_DECODING, given)),
        speech=speech_thresholds(**_named(_SPEECH, given)),
        language_search=LanguageSearch(**_named(_LANGUAGE_SEARCH, given)),
        alignment=AlignmentOptions(**_named(_ALIGNMENT, given)),
        engines=EngineChoice(**_named(_ENGINES, given)),
    )


def _named(names: Mapping[str, str], given: Mapping[str, Any]) -> dict[str, Any]:
    meant = {name: value for name, value in given.items() if not _is_blank(value)}
    return {names[name]: _frozen(value) for name, value in meant.items() if name in names}


def _is_blank(value: object) -> bool:
    """So that forms send what nobody filled in."""
    return value is None or (isinstance(value, str) and not value.strip())


def _frozen(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value
