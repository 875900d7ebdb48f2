"""Transcripts as the JSON documents of OpenAI's transcription API.

https://developers.openai.com/api/reference/resources/audio/subresources/transcriptions
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from typing import Any, Final

from adapters.inbound.openai.fields import Granularity
from adapters.inbound.openai.habits import OpenaiHabits
from adapters.inbound.openai.speaker_letters import called_by_letters
from adapters.inbound.openai.wishes import Wishes
from application.formats.presentation import Presentation
from application.formats.verbose_json import to_verbose_document
from domain.languages import Language
from domain.speaker import SpeakerLabel
from domain.transcript import Segment, Transcript, Word
from domain.transcription_options import Task

SEGMENT: Final = "transcript.text.segment"
NOBODY: Final = "unknown"
"""Whoever speaks where nobody could be told apart: the type has text there."""

_ENGLISH: Final = Language("en")
_UNHEARD: Final = 1e-10
"""No word is less likely: a logarithm has to be a number."""


@dataclass(frozen=True, slots=True)
class Documents:
    wishes: Wishes
    habits: OpenaiHabits

    def plain(self, transcript: Transcript) -> dict[str, Any]:
        document: dict[str, Any] = {"text": transcript.text, "usage": usage(transcript)}
        if self.wishes.transcription.languages:
            document["languages"] = languages(transcript)
        if self.wishes.with_logprobs:
            document["logprobs"] = logprobs(transcript.words)
        return document

    def verbose(self, transcript: Transcript) -> dict[str, Any]:
        """Words only where they were asked for."""
        document = to_verbose_document(transcript, Presentation(task=self.wishes.task))
        document["language"] = self._language(transcript)
        if Granularity.WORD not in self.wishes.transcription.timestamp_granularities:
            del document["words"]
        return {**document, "usage": usage(transcript)}

    def diarized(self, transcript: Transcript) -> dict[str, Any]:
        return {
            "task": self.wishes.task.value,
            "duration": round(transcript.duration, 3),
            "text": transcript.text,
            "segments": diarized_segments(transcript),
            "usage": usage(transcript),
        }

    def _language(self, transcript: Transcript) -> str:
        """That of the text."""
        is_english = self.wishes.task is Task.TRANSLATE
        language = _ENGLISH if is_english else transcript.language
        return language.name if self.habits.language_names else language.code


def usage(transcript: Transcript) -> Mapping[str, Any]:
    """Seconds of sound, for whatever model: how many tokens a prompt makes is not kept."""
    return {"type": "duration", "seconds": round(transcript.duration, 3)}


def languages(transcript: Transcript) -> list[dict[str, str]]:
    """None where nobody speaks."""
    return [{"code": transcript.language.code}] if transcript.segments else []


def logprobs(words: Iterable[Word]) -> list[dict[str, Any]]:
    """One for each word: of its tokens, only their common score is kept."""
    return [
        {
            "token": word.text,
            "bytes": list(word.text.encode()),
            "logprob": log(max(word.score, _UNHEARD)),
        }
        for word in words
    ]


def diarized_segments(transcript: Transcript) -> list[dict[str, Any]]:
    letters = called_by_letters(transcript)
    return [
        _diarized_segment(number, segment, letters)
        for number, segment in enumerate(transcript.segments)
    ]


def _diarized_segment(
    number: int, segment: Segment, letters: Mapping[SpeakerLabel, str]
) -> dict[str, Any]:
    return {
        "type": SEGMENT,
        "id": f"seg_{number:03}",
        "start": round(segment.span.start, 3),
        "end": round(segment.span.end, 3),
        "text": segment.text,
        "speaker": NOBODY if segment.speaker is None else letters[segment.speaker],
    }
