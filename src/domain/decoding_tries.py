"""Which text of a window is good enough, and which of several that are not is the best.

The rules are those of OpenAI's own decoder (`decode_with_fallback` in transcribe.py).
"""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from domain.decoding_options import DecodingOptions
from domain.transcript import Decoding


class Tried(Protocol):
    """A text that an engine found at some temperature."""

    @property
    def decoding(self) -> Decoding: ...


T = TypeVar("T", bound=Tried)


def repeats_itself(decoding: Decoding, options: DecodingOptions) -> bool:
    return decoding.compression_ratio > options.compression_ratio_threshold


def is_unlikely(decoding: Decoding, options: DecodingOptions) -> bool:
    return decoding.average_log_probability < options.log_prob_threshold


def is_silence(decoding: Decoding, options: DecodingOptions) -> bool:
    """Nothing was said there, whatever the text is."""
    silent = decoding.no_speech_probability > options.no_speech_threshold
    return silent and is_unlikely(decoding, options)


def is_good_enough(decoding: Decoding, options: DecodingOptions) -> bool:
    """There is no need to try again at a higher temperature."""
    if is_silence(decoding, options):
        return True
    return not (repeats_itself(decoding, options) or is_unlikely(decoding, options))


def best_try(tries: Sequence[T], options: DecodingOptions) -> T:
    """The last, if it is good enough; else the likeliest, of those that do not repeat themselves
    if there are any. There has to be one."""
    if is_good_enough(tries[-1].decoding, options):
        return tries[-1]
    sensible = [one for one in tries if not repeats_itself(one.decoding, options)]
    return max(sensible or tries, key=lambda one: one.decoding.average_log_probability)
