"""A transcription with the word times that it came with, for aligners that listen to nothing."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from domain.alignment_options import DEFAULT_ALIGNMENT, AlignmentOptions
from domain.transcript import Transcription
from domain.word_order import in_order

_GUESSED: Final = (
    "The transcriber did not say when each word was spoken: words share the time of the speech"
    " that they stand in."
)


def with_kept_times(
    transcription: Transcription, duration: float, options: AlignmentOptions
) -> Transcription:
    """In order, and with a warning for what was asked of an align model."""
    return replace(
        transcription,
        segments=in_order(transcription.segments, duration),
        warnings=(*transcription.warnings, *_warnings(transcription, options)),
    )


def _warnings(transcription: Transcription, options: AlignmentOptions) -> Iterator[str]:
    if any(word.interpolated for segment in transcription.segments for word in segment.words):
        yield _GUESSED
    if unheeded := ", ".join(_unheeded(options)):
        yield (
            f"No align model listened to the words, so that there was no use for {unheeded}:"
            " choose an aligner that has a model for the language."
        )


def _unheeded(options: AlignmentOptions) -> Iterator[str]:
    """By the names that callers know them by."""
    if options.model is not None:
        yield "align_model"
    if options.interpolation is not DEFAULT_ALIGNMENT.interpolation:
        yield "interpolate_method"
    if options.characters:
        yield "return_char_alignments"
