"""What a transcriber answers where nobody speaks."""

from domain.languages import Language
from domain.transcript import Transcription
from domain.transcription_options import TranscriptionOptions


def nothing_said(options: TranscriptionOptions) -> Transcription:
    language = options.language or Language("en")
    probability = 1.0 if options.language else 0.0
    return Transcription(language=language, language_probability=probability, segments=())
