"""Talking to the service as any client does: over HTTP, and only to this machine."""

import ipaddress
import json
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

import httpx

from bench.transcript import Heard

PROBLEM_TYPE: Final = "application/problem+json"


class RefusedError(Exception):
    """The service answered with an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """How a recording is to be transcribed."""

    diarize: bool = False
    word_timestamps: bool = True
    language: str | None = None
    hotwords: str | None = None
    aligner: str | None = None
    """None leaves it to the service."""

    def parameters(self, clip_id: str) -> dict[str, str]:
        wanted = {
            "clip_id": clip_id,
            "diarize": str(self.diarize).lower(),
            "word_timestamps": str(self.word_timestamps).lower(),
            "language": self.language,
            "hotwords": self.hotwords,
            "aligner": self.aligner,
        }
        return {name: value for name, value in wanted.items() if value is not None}


class Client:
    """Waits as long as it takes unless told otherwise."""

    def __init__(self, url: str, timeout: float | None = None) -> None:
        _require_this_machine(url)
        self._http = httpx.Client(base_url=url, timeout=timeout, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def post_audio(self, path: Path) -> httpx.Response:
        with path.open("rb") as content:
            return self._http.post("/api/audio", files={"file": (path.name, content)})

    def post_transcribe(self, clip_id: str, ask: Ask) -> httpx.Response:
        return self._http.post("/api/transcribe", params=ask.parameters(clip_id))

    def upload(self, path: Path) -> str:
        """The id of the new clip. Raises RefusedError."""
        return str(_accepted(self.post_audio(path))["clip_id"])

    def transcribe(self, clip_id: str, ask: Ask) -> Heard:
        """Raises RefusedError."""
        return Heard.of(_accepted(self.post_transcribe(clip_id, ask)))

    def delete(self, clip_id: str) -> None:
        """The clip with all that was made from it, so that it can be asked for afresh."""
        self._http.delete(f"/api/audio/{clip_id}").raise_for_status()

    def stored_clips(self) -> int:
        return int(_accepted(self._http.get("/api/audio"))["total"])

    def health(self) -> dict[str, Any]:
        return _accepted(self._http.get("/health"))


def _accepted(response: httpx.Response) -> dict[str, Any]:
    if not response.is_success:
        path, status = response.request.url.path, response.status_code
        raise RefusedError(f"{path} answered {status}: {response.text[:300]}")
    body: dict[str, Any] = json.loads(response.content)
    return body


def _require_this_machine(url: str) -> None:
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        address = None
    if address is None or not address.is_loopback:
        raise ValueError(f"{url} is another machine; a bench loads only the one it runs on")
