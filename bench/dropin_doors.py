"""The doors that other projects' clients come through, as a bench goes through them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bench.transcript import Heard, SpokenWord


@dataclass(frozen=True, slots=True, kw_only=True)
class DropInDoor:
    path: str
    part: str
    """Of the form, with the file."""
    hear: Callable[[Mapping[str, Any]], Heard]
    complaint: Callable[[Mapping[str, Any]], object]
    """What the body of an error says is wrong; None where it is another dialect's."""
    query: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    hotwords: str = "hotwords"
    """The parameter for words to expect."""


def _openai_heard(body: Mapping[str, Any]) -> Heard:
    words = tuple(
        SpokenWord(str(word["word"]), float(word["start"]), float(word["end"]))
        for word in body.get("words") or ()
    )
    return Heard(text=str(body["text"]), language=body.get("language"), words=words)


def _openai_complaint(body: Mapping[str, Any]) -> object:
    error = body.get("error")
    if not isinstance(error, Mapping) or not {"message", "type", "param", "code"} <= error.keys():
        return None
    return error["message"]


DOORS: Final = (
    DropInDoor(
        path="/asr",
        part="audio_file",
        query={"output_format": "json", "diarize": "false", "word_timestamps": "true"},
        hear=Heard.of,
        complaint=lambda body: body.get("detail"),
    ),
    DropInDoor(
        path="/v1/audio/transcriptions",
        part="file",
        fields={
            "model": "whisper-1",
            "response_format": "verbose_json",
            "timestamp_granularities[]": "word",
        },
        hear=_openai_heard,
        complaint=_openai_complaint,
        hotwords="keywords[]",
    ),
)
