"""Voices that come along with a form: which of its fields is wrong, where they cannot be used."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from adapters.inbound.field_errors import about, refused
from adapters.inbound.known_speakers import samples_in, voices_of
from adapters.inbound.openai.fields import TranscriptionFields
from application.advice import with_advice
from application.errors import TooMuchAudioError, UnusableAudioError
from application.use_cases.speakers.hear_samples import HearSamples
from domain.enrolled_speaker import speaker_name
from domain.known_voices import KnownVoices

_NAMES: Final = "known_speaker_names"
_REFERENCES: Final = "known_speaker_references"


def check_references(fields: TranscriptionFields) -> None:
    """As far as can be told without listening. Raises RequestValidationError."""
    with about(_NAMES):
        for name in fields.known_speaker_names:
            speaker_name(name)
    with about(_REFERENCES):
        samples_in(fields.known_speaker_names, fields.known_speaker_references)


@dataclass(frozen=True, slots=True)
class HearReferences:
    hear: HearSamples

    async def __call__(self, fields: TranscriptionFields) -> KnownVoices | None:
        """None where there are none. Raises RequestValidationError for sound in which nobody is
        heard."""
        with _naming_the_references():
            return await voices_of(
                fields.known_speaker_names, fields.known_speaker_references, self.hear
            )


@contextmanager
def _naming_the_references() -> Iterator[None]:
    """The recording itself is another file."""
    try:
        yield
    except (UnusableAudioError, TooMuchAudioError) as error:
        raise refused(_REFERENCES, with_advice(str(error), error.advice)) from error
