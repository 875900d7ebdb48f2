"""Parameters that are understood and cannot be had yet: whoever gives one is told."""

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_ENGINE: Final = "the engine uses its own"
_SERVER: Final = "whoever runs the server has chosen"
_ALIGNER: Final = "the server has one aligner, without such options"

INSTEAD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "device": _SERVER,
        "device_index": _SERVER,
        "threads": _SERVER,
        "batch_size": _SERVER,
        "compute_type": _SERVER,
        "chunk_size": "up to 30 seconds of speech are heard together",
        "align_model": _ALIGNER,
        "interpolate_method": _ALIGNER,
        "return_char_alignments": _ALIGNER,
        "beam_size": _ENGINE,
        "best_of": _ENGINE,
        "patience": _ENGINE,
        "length_penalty": _ENGINE,
        "temperatures": _ENGINE,
        "compression_ratio_threshold": _ENGINE,
        "log_prob_threshold": _ENGINE,
        "no_speech_threshold": _ENGINE,
        "suppress_tokens": _ENGINE,
        "suppress_numerals": _ENGINE,
        "vad_onset": _ENGINE,
        "vad_offset": _ENGINE,
    }
)
"""What is done instead."""
CHOSEN_BY_THE_SERVER: Final = frozenset(name for name, why in INSTEAD.items() if why is _SERVER)


def warnings_for(given: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(
        f"{name}={_said(value)}: not supported yet, {INSTEAD[name]}."
        for name, value in given.items()
        if name in INSTEAD
    )


def _said(value: object) -> str:
    if isinstance(value, list):
        return ",".join(map(str, value))
    return value if isinstance(value, str) else json.dumps(value)
