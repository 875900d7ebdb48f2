"""What Deepgram answers for a recording:
https://developers.deepgram.com/reference/speech-to-text/listen-pre-recorded"""

from typing import Final

from pydantic import BaseModel, ValidationError

from adapters.outbound.hosted.hosted_api import JsonObject
from application.errors import HostedServiceError
from domain.time_span import TimeSpan
from domain.word_confidence import HeardWord

NAME: Final = "Deepgram"
_SHORTEST: Final = 0.01
"""Seconds that a word lasts at least, also where it is said to begin and end at once."""


class _Word(BaseModel):
    word: str
    start: float
    end: float
    confidence: float

    def heard(self) -> HeardWord:
        start = max(0.0, self.start)
        return HeardWord(
            self.word, TimeSpan(start, max(self.end, start + _SHORTEST)), self.confidence
        )


class _Alternative(BaseModel):
    words: list[_Word] = []


class _Channel(BaseModel):
    alternatives: list[_Alternative]


class _Results(BaseModel):
    channels: list[_Channel]


class _Answer(BaseModel):
    results: _Results


def heard_words(answer: JsonObject) -> list[HeardWord]:
    """The words of its first choice, of all channels, in order of time. Raises
    HostedServiceError."""
    try:
        channels = _Answer.model_validate(answer).results.channels
    except ValidationError as error:
        raise HostedServiceError(f"{NAME} answered without words.") from error
    words = [
        word.heard()
        for channel in channels
        for alternative in channel.alternatives[:1]
        for word in alternative.words
    ]
    return sorted(words, key=lambda word: word.span)
