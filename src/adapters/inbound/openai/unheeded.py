"""What may be asked of this door and is not heeded; nobody is left to guess it."""

from collections.abc import Iterator, Sequence
from typing import Final

from adapters.inbound.few_names import each_unheeded, listed
from adapters.inbound.openai.fields import Granularity, ResponseFormat, TranscriptionFields
from adapters.inbound.openai.wishes import Wishes
from domain.transcription_options import LONGEST_TEXT, Task

_STREAMED: Final = (ResponseFormat.JSON, ResponseFormat.TEXT, ResponseFormat.DIARIZED_JSON)
_ABOUT_SPEAKERS: Final = ("num_speakers", "min_speakers", "max_speakers", "identify")


def warnings_of(wishes: Wishes) -> Iterator[str]:
    yield from _of_no_use(wishes)
    yield from _about_speakers(wishes)
    yield from _about_streams(wishes)
    only = wishes.transcription
    if only.languages and wishes.fields.language:
        yield "languages has no effect: language says which one it is."
    for name in (only.chunking_strategy and only.chunking_strategy.model_extra) or {}:
        yield f"chunking_strategy[{name}] has no effect: this service does not know it."
    if len((wishes.fields.prompt or "").strip()) > LONGEST_TEXT:
        yield f"Of the prompt only the last {LONGEST_TEXT:,} characters count."


def warnings_of_query(names: Sequence[str]) -> Iterator[str]:
    """Other doors read the query as well, so somebody may count on it."""
    if names:
        yield f"The query has no effect ({listed(names)}): send it in the form."


def _of_no_use(wishes: Wishes) -> Iterator[str]:
    foreign = [
        name
        for name in wishes.unknown
        if wishes.task is Task.TRANSLATE
        and name.partition("[")[0] in TranscriptionFields.model_fields
    ]
    for name in dict.fromkeys(foreign):
        yield f"{name} has no effect: it is not for translations."
    yield from each_unheeded([name for name in wishes.unknown if name not in foreign])


def _about_streams(wishes: Wishes) -> Iterator[str]:
    only = wishes.transcription
    if not only.stream:
        return
    if wishes.form not in _STREAMED:
        yield f"response_format={wishes.form} has no effect: a stream tells text in events."
    if Granularity.WORD in only.timestamp_granularities:
        yield "timestamp_granularities[]=word has no effect: a stream does not tell words."


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
