"""What this door remembers of a job: its input as it was asked, less what is secret."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.inbound.serverless.run_request import RunRequest
from adapters.inbound.serverless.unheeded import warnings_of
from application.errors import JobNotFoundError
from domain.transcription_job import TranscriptionJob

_DOOR: Final = "serverless"
_ACCESS: Final = re.compile(r"(?<=//)[^/?#]*@|[?#].*", re.DOTALL)
"""A password before the host, and what makes a presigned URL work."""


@dataclass(frozen=True, slots=True)
class JobNote:
    with_words: bool
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, job: TranscriptionJob) -> "JobNote":
        """Raises JobNotFoundError for a job that came by another door."""
        note: Mapping[str, Any] = job.note
        if note.get("door") != _DOOR:
            raise JobNotFoundError(
                f"The job {job.id} was not asked for with /run: see GET /api/jobs/{job.id}."
            )
        return cls(note["input"].get("align_output", False), tuple(note["warnings"]))


def note_of(request: RunRequest) -> Mapping[str, object]:
    asked = request.input.model_dump(
        mode="json", exclude_unset=True, exclude={"huggingface_access_token"}
    )
    for place in (asked, *asked.get("speaker_samples", ())):
        place.update({name: _plain(place[name]) for name in ("audio_file", "url") if name in place})
    return {"door": _DOOR, "input": asked, "warnings": warnings_of(request)}


def _plain(url: str) -> str:
    return _ACCESS.sub("", url)
