"""What may be asked of this door and is not heeded; nobody is left to guess it."""

from collections.abc import Iterator
from typing import Final

from adapters.inbound.openai.fields import ResponseFormat
from adapters.inbound.openai.wishes import Wishes
from domain.transcription_options import LONGEST_TEXT

_STREAMED: Final = (ResponseFormat.JSON, ResponseFormat.TEXT, ResponseFormat.DIARIZED_JSON)
_ABOUT_SPEAKERS: Final = ("num_speakers", "min_speakers", "max_speakers", "identify")


def warnings_of(wishes: Wishes) -> Iterator[str]:
    for name in wishes.unknown:
        yield f"{name} has no effect: this service does not know it."
    yield from _about_speakers(wishes)
    only = wishes.transcription
    if only.stream and wishes.form not in _STREAMED:
        yield f"response_format={wishes.form} has no effect: a stream tells text in events."
    if only.languages and wishes.fields.language:
        yield "languages has no effect: language says which one it is."
    for name in (only.chunking_strategy and only.chunking_strategy.model_extra) or {}:
        yield f"chunking_strategy[{name}] has no effect: this service does not know it."
    if len((wishes.fields.prompt or "").strip()) > LONGEST_TEXT:
        yield f"Of the prompt only the last {LONGEST_TEXT:,} characters count."


def _about_speakers(wishes: Wishes) -> Iterator[str]:
    if wishes.diarizes:
        return
    for name in _ABOUT_SPEAKERS:
        if getattr(wishes.fields, name):
            yield f"{name} has no effect: it needs speakers told apart, as diarize=true asks."
    if wishes.transcription.known_speaker_names:
        yield (
            "known_speaker_names has no effect: it needs speakers told apart, as "
            "response_format=diarized_json asks."
        )
