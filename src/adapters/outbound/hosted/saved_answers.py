"""Answers of hosted engines that were saved the last time, so that nothing is paid for twice."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import final

import aiofiles

from adapters.outbound.hosted.deepgram_answer import heard_words
from adapters.outbound.hosted.hosted_api import JsonObject
from adapters.outbound.hosted.pyannote_job import diarization_of
from application.errors import HostedServiceError
from application.ports.hosted import (
    HostedDiarization,
    HostedDiarizer,
    HostedHearing,
    Recording,
    SecondListener,
)
from domain.languages import Language
from domain.speaker import SpeakerCount


@final
@dataclass(frozen=True, slots=True)
class SavedPyannoteJob(HostedDiarizer):
    path: Path

    async def diarize(
        self,
        recording: Recording,  # noqa: ARG002 - whichever it was
        speakers: SpeakerCount,  # noqa: ARG002
    ) -> HostedDiarization:
        text, job = await _read(self.path)
        return HostedDiarization(diarization_of(job), text)


@final
@dataclass(frozen=True, slots=True)
class SavedDeepgramAnswer(SecondListener):
    path: Path

    async def hear(
        self,
        recording: Recording,  # noqa: ARG002 - whichever it was
        language: Language | None,  # noqa: ARG002
    ) -> HostedHearing:
        text, answer = await _read(self.path)
        return HostedHearing(heard_words(answer), text)


async def _read(path: Path) -> tuple[str, JsonObject]:
    try:
        async with aiofiles.open(path, encoding="utf-8") as file:
            text = await file.read()
        answer = json.loads(text)
    except OSError as error:
        raise HostedServiceError(f"{path.name} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise HostedServiceError(f"{path.name} is not JSON.") from error
    if not isinstance(answer, dict):
        raise HostedServiceError(f"{path.name} is not an answer of a hosted engine.")
    return text, answer
