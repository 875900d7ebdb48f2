"""Speakers whose voices come along with a request: names, and samples of sound as data URLs."""

import re
from base64 import b64decode
from binascii import Error as NotBase64Error
from collections.abc import AsyncIterator, Sequence
from typing import Final
from urllib.parse import unquote_to_bytes

from adapters.inbound.field_errors import about, refused
from application.advice import with_advice
from application.errors import TooMuchAudioError, UnusableAudioError
from application.use_cases.speakers.hear_samples import HearSamples
from domain.enrolled_speaker import SpeakerName, speaker_name
from domain.errors import InvalidSpeakerError
from domain.known_voices import KnownVoices

ROOM_FOR_VOICES: Final = 16_000_000
"""Bytes of a form's fields: several samples of ten seconds, in base64."""
NAMES: Final = "known_speaker_names"
REFERENCES: Final = "known_speaker_references"
MOST_KNOWN_SPEAKERS: Final = 20
"""In one request: a few seconds of work. OpenAI takes four."""
_DATA_URL: Final = re.compile(r"data:[^,]{0,200}?(?P<base64>;base64)?,", re.IGNORECASE)


async def voices_of(
    names: Sequence[str], references: Sequence[str], hear: HearSamples
) -> KnownVoices | None:
    """None where nobody is named. A name that stands there twice has two samples.

    Raises InvalidSpeakerError; RequestValidationError for a sample that cannot be used, since the
    recording itself is another file; and whatever else HearSamples raises."""
    if not names and not references:
        return None
    known = KnownVoices()
    for name, content in samples_in(names, references):
        try:
            known = known.and_also(await hear.given([(name, _at_once(content))]))
        except (UnusableAudioError, TooMuchAudioError) as error:
            raise refused(
                REFERENCES, f"that of {name}: {with_advice(str(error), error.advice)}"
            ) from error
    return known


def check_known_speakers(names: Sequence[str], references: Sequence[str]) -> None:
    """As far as can be told without listening. Raises RequestValidationError."""
    with about(NAMES):
        for name in names:
            speaker_name(name)
    with about(REFERENCES):
        samples_in(names, references)


def samples_in(
    names: Sequence[str], references: Sequence[str]
) -> Sequence[tuple[SpeakerName, bytes]]:
    """Raises InvalidSpeakerError."""
    if len(names) != len(references):
        raise InvalidSpeakerError(
            f"each known speaker has a name and a reference, and there are {len(names)} "
            f"known_speaker_names and {len(references)} known_speaker_references"
        )
    if len(names) > MOST_KNOWN_SPEAKERS:
        raise InvalidSpeakerError(
            f"a request like this takes {MOST_KNOWN_SPEAKERS} known speakers at most"
        )
    return [
        (speaker_name(name), _content(reference))
        for name, reference in zip(names, references, strict=True)
    ]


def _content(reference: str) -> bytes:
    url = reference.strip()
    head = _DATA_URL.match(url)
    if head is None:
        raise InvalidSpeakerError(
            "a known speaker's reference is a data URL, as in data:audio/wav;base64,UklGR..."
        )
    said = url[head.end() :]
    if not head["base64"]:
        return unquote_to_bytes(said)
    try:
        return b64decode(unquote_to_bytes(said), validate=True)
    except NotBase64Error as error:
        raise InvalidSpeakerError("a known speaker's reference is no base64") from error


async def _at_once(content: bytes) -> AsyncIterator[bytes]:
    yield content
