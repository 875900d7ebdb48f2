"""Models that were named and know another language than the one that is spoken."""

from dataclasses import replace

from domain.alignment_options import AlignmentOptions
from domain.languages import LANGUAGE_NAMES, Language
from domain.transcript import Transcription


def without_foreign_model(
    transcription: Transcription, options: AlignmentOptions
) -> tuple[Transcription, AlignmentOptions]:
    """What to align and how: a model that is named after another language is not used, and a
    warning says so. Of a model with any other name nobody knows which language it is for."""
    language = transcription.language
    if not _is_foreign(options.model, language):
        return transcription, options
    warning = (
        f"align_model={options.model} does not know the language that is spoken, {language.code}:"
        " what that language has was used instead."
    )
    return (
        replace(transcription, warnings=(*transcription.warnings, warning)),
        replace(options, model=None),
    )


def _is_foreign(model: str | None, language: Language) -> bool:
    return model in LANGUAGE_NAMES and model != language.code
