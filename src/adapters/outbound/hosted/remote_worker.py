"""A transcription on another machine that takes jobs at /run and /runsync, as this service does:
https://docs.runpod.io/serverless/endpoints/operations"""

import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Final, final

from adapters.outbound.hosted.hosted_api import HostedApi, JsonObject
from adapters.outbound.hosted.worker_output import NAME, transcript_of
from application.errors import HostedServiceError, NoUrlToFetchError
from application.ports.hosted import Recording, RecordingTranscriber
from domain.languages import Language
from domain.transcript import Transcript

_HOSTING: Final = "https://api.runpod.ai/v2/"
"""Where an endpoint of RunPod is that somebody knows by its id alone."""
_ENDED: Final = frozenset({"COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT"})
_GOODBYE_SECONDS: Final = 5.0


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteWorker(RecordingTranscriber):
    api: HostedApi
    wishes: Mapping[str, object]
    """What stands in the job's input beside the recording."""
    model: str | None
    language: Language | None
    at_once: bool
    """Whether to wait for the answer in one long request."""
    timeout: float
    """Seconds."""
    tell: Callable[[str], None]
    """Where the worker's answers go, for whoever wants to see them."""

    async def transcribe(self, recording: Recording) -> Transcript:
        if recording.url is None:
            raise NoUrlToFetchError("A worker fetches the recording by URL, and it has none.")
        try:
            async with asyncio.timeout(self.timeout):
                job = await self._ended(await self._submitted(recording.url))
        except TimeoutError as error:
            raise HostedServiceError(f"{NAME} was not done within {self.timeout:g} s.") from error
        return transcript_of(_output(job), model=self.model, language=self.language)

    async def _submitted(self, url: str) -> JsonObject:
        path = "/runsync" if self.at_once else "/run"
        job = await self.api.post(path, {"input": {**self.wishes, "audio_file": url}})
        self._show(job)
        return job

    async def _ended(self, job: JsonObject) -> JsonObject:
        """Also a job of /runsync may be answered before it has ended."""
        job_id = job.get("id")
        try:
            for pause in _pauses():
                if job.get("status") in _ENDED:
                    return job
                if not isinstance(job_id, str):
                    raise HostedServiceError(f"{NAME} answered without the id of the job.")
                await self.api.sleep(pause)
                job = await self.api.get(f"/status/{job_id}")
                self._show(job)
        except asyncio.CancelledError:
            await self._cancel(str(job_id))
            raise
        raise AssertionError("pauses do not end")

    async def _cancel(self, job_id: str) -> None:
        """Nobody waits for it any more, and it costs."""
        with suppress(HostedServiceError, TimeoutError):
            async with asyncio.timeout(_GOODBYE_SECONDS):
                self._show(await self.api.post(f"/cancel/{job_id}"))

    def _show(self, job: JsonObject) -> None:
        self.tell(json.dumps(job, ensure_ascii=False, indent=2))


def worker_address(endpoint: str) -> str:
    """The base of its URLs, from that, from one of them, or from the id of an endpoint."""
    plain = endpoint.strip().rstrip("/")
    for operation in ("/runsync", "/run"):
        plain = plain.removesuffix(operation)
    return plain if "://" in plain else _HOSTING + plain


def _pauses() -> Iterator[float]:
    """Short jobs are not kept waiting, and long ones are not asked about all the time."""
    return chain((0.1, 0.2, 0.5, 1.0, 2.0), repeat(5.0))


def _output(job: JsonObject) -> object:
    output = job.get("output")
    reason = output.get("error") if isinstance(output, dict) else None
    if job["status"] != "COMPLETED" or reason:
        said = reason or job.get("error") or "it does not say why"
        raise HostedServiceError(f"{NAME} ended the job as {job['status']}: {said}")
    return output
