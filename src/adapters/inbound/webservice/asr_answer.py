"""A transcript as /asr answers it, in one dialect or the other."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

from fastapi import Response
from fastapi.responses import JSONResponse

from adapters.inbound.warning_headers import warning_headers
from adapters.inbound.webservice.answer_form import AsrDialect, AsrForm, Wanted
from adapters.inbound.webservice.asr_document import seed_document, webservice_document
from application.formats.json_document import as_text
from application.formats.presentation import Presentation
from application.formats.registry import FORMATTERS, TranscriptFormat
from application.ports.repositories import StoredTranscript
from domain.subtitle_shape import SubtitleShape
from domain.transcript import Transcript

_BARE: Final[Mapping[AsrForm, TranscriptFormat]] = MappingProxyType(
    {
        AsrForm.TEXT: TranscriptFormat.TEXT,
        AsrForm.SRT: TranscriptFormat.SRT,
        AsrForm.VTT: TranscriptFormat.VTT,
        AsrForm.TSV: TranscriptFormat.TSV,
    }
)
_INSIDE_JSON: Final[Mapping[AsrForm, TranscriptFormat]] = MappingProxyType(
    {**_BARE, AsrForm.TSV: TranscriptFormat.TSV_SECONDS}
)
_WEBSERVICE_MARK: Final = "[{}]: "
"""As WhisperX marks cues, the engine there that names speakers; the seed has no colon."""
_TEXT: Final = "text/plain; charset=utf-8"
_NOT_TO_GUESS: Final = MappingProxyType({"X-Content-Type-Options": "nosniff"})
"""What was said may look like a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsrAnswer:
    """Laying out an hour of speech takes about a second: call it from a thread."""

    wanted: Wanted
    with_words: bool
    shape: SubtitleShape
    engine: str
    """Who transcribes, as its environment variable spells it."""
    filename: str
    warnings: Iterable[str]
    """Besides those of the transcript."""

    def __call__(self, stored: StoredTranscript) -> Response:
        answers: Mapping[AsrDialect, Callable[[StoredTranscript], Response]] = {
            AsrDialect.SEED: self._wrapped,
            AsrDialect.WEBSERVICE: self._bare,
        }
        answer = answers[self.wanted.dialect](stored)
        answer.headers.update(warning_headers([*self.warnings, *stored.transcript.warnings]))
        return answer

    def _wrapped(self, stored: StoredTranscript) -> Response:
        form, transcript = self.wanted.form, stored.transcript
        if form is AsrForm.JSON:
            return JSONResponse(seed_document(transcript, with_words=self.with_words))
        if form is AsrForm.TEXT:
            return JSONResponse({"text": transcript.text})
        presentation = Presentation(shape=self.shape, task=stored.options.task)
        return JSONResponse({form.value: _written(transcript, _INSIDE_JSON[form], presentation)})

    def _bare(self, stored: StoredTranscript) -> Response:
        name = f"{quote(self.filename)}.{self.wanted.ending}"
        headers = {
            "Asr-Engine": self.engine.replace("-", "_"),
            "Content-Disposition": f'attachment; filename="{name}"',
            **_NOT_TO_GUESS,
        }
        return Response(self._text(stored), media_type=_TEXT, headers=headers)

    def _text(self, stored: StoredTranscript) -> str:
        if self.wanted.form is AsrForm.JSON:
            document = webservice_document(stored.transcript, with_words=self.with_words)
            return as_text(document)
        presentation = Presentation(
            shape=self.shape, task=stored.options.task, speaker_mark=_WEBSERVICE_MARK
        )
        return _written(stored.transcript, _BARE[self.wanted.form], presentation)


def _written(transcript: Transcript, form: TranscriptFormat, presentation: Presentation) -> str:
    return FORMATTERS[form](transcript, presentation)
