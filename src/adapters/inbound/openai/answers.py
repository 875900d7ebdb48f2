"""A transcript in the form that was asked for."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from fastapi import Response

from adapters.inbound.openai.asking import Asked
from adapters.inbound.openai.documents import Documents
from adapters.inbound.openai.fields import ResponseFormat
from adapters.inbound.openai.habits import OpenaiHabits
from adapters.inbound.warning_headers import warning_headers
from application.formats.presentation import Presentation
from application.formats.subtitles import to_srt, to_vtt
from application.ports.repositories import StoredTranscript
from domain.subtitle_shape import SubtitleShape
from domain.transcript import Transcript

JSON: Final = "application/json"
PLAIN: Final = "text/plain; charset=utf-8"
VTT: Final = "text/vtt; charset=utf-8"


@dataclass(frozen=True, slots=True)
class AnswerInForm:
    asked: Asked
    habits: OpenaiHabits
    shape: SubtitleShape
    """Of subtitles."""

    async def __call__(self, stored: StoredTranscript) -> Response:
        """An hour of speech takes about a second to lay out: not on the event loop."""
        transcript = stored.transcript
        media_type, write = _WRITERS[self.asked.wishes.form]
        text = await asyncio.to_thread(write, self, transcript)
        headers = warning_headers([*self.asked.warnings, *transcript.warnings])
        return Response(text, media_type=media_type, headers=dict(headers))

    @property
    def documents(self) -> Documents:
        return Documents(self.asked.wishes, self.habits)

    @property
    def presentation(self) -> Presentation:
        return Presentation(shape=self.shape, task=self.asked.wishes.task)


def as_json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


Write: TypeAlias = Callable[[AnswerInForm, Transcript], str]

_WRITERS: Final[Mapping[ResponseFormat, tuple[str, Write]]] = MappingProxyType(
    {
        ResponseFormat.JSON: (JSON, lambda it, said: as_json(it.documents.plain(said))),
        ResponseFormat.VERBOSE_JSON: (JSON, lambda it, said: as_json(it.documents.verbose(said))),
        ResponseFormat.DIARIZED_JSON: (JSON, lambda it, said: as_json(it.documents.diarized(said))),
        ResponseFormat.TEXT: (PLAIN, lambda _, said: f"{said.text}\n"),
        ResponseFormat.SRT: (PLAIN, lambda it, said: to_srt(said, it.presentation)),
        ResponseFormat.VTT: (VTT, lambda it, said: to_vtt(said, it.presentation)),
    }
)
