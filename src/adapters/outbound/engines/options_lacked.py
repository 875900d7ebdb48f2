"""Which options of a request each engine lacks, and how the caller is told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from domain.decoding_options import DEFAULT_DECODING
from domain.engine_kinds import TranscriberKind
from domain.language_search import DEFAULT_SEARCH
from domain.transcription_options import TranscriptionOptions

Differs: TypeAlias = Callable[[TranscriptionOptions], bool]
"""Whether a request asks for something else than what everybody gets."""


def _decoding(name: str) -> Differs:
    usual: Any = getattr(DEFAULT_DECODING, name)
    return lambda options: getattr(options.decoding, name) != usual


_DIFFERS: Final[Mapping[str, Differs]] = MappingProxyType(
    {
        "hotwords": lambda options: bool(options.hotwords),
        "initial_prompt": lambda options: bool(options.initial_prompt),
        "language_detection_min_prob": lambda options: options.language_search != DEFAULT_SEARCH,
        **{
            name: _decoding(name)
            for name in (
                "temperature",
                "beam_size",
                "best_of",
                "patience",
                "length_penalty",
                "compression_ratio_threshold",
                "log_prob_threshold",
                "no_speech_threshold",
                "suppress_tokens",
                "suppress_numerals",
                "batch_size",
                "chunk_size",
            )
        },
    }
)
LACKED: Final[Mapping[TranscriberKind, Sequence[str]]] = MappingProxyType(
    {
        # Its beam search ends when as many hypotheses are finished as there are beams.
        TranscriberKind.TRANSFORMERS: ("patience",),
        # Its pipeline decodes each window once, and keeps no figures but the mean log probability.
        TranscriberKind.WHISPERX: (
            "temperature",
            "best_of",
            "compression_ratio_threshold",
            "log_prob_threshold",
            "no_speech_threshold",
        ),
    }
)
"""Engines that lack nothing do not stand here."""


def options_lacked(kind: TranscriberKind, options: TranscriptionOptions) -> tuple[str, ...]:
    """A warning for each option that a request gives and that the engine does not have."""
    return tuple(_warnings(kind, options))


def _warnings(kind: TranscriberKind, options: TranscriptionOptions) -> Iterator[str]:
    for name in LACKED.get(kind, ()):
        if _DIFFERS[name](options):
            yield f"The engine {kind} has no {name}: it was left aside."
