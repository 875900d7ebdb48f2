"""Speakers told apart by pyannoteAI: https://docs.pyannote.ai/api-reference/diarize"""

import asyncio
import json
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Final, final

from adapters.outbound.hosted.hosted_api import HostedApi, JsonObject
from adapters.outbound.hosted.pyannote_job import NAME, diarization_of
from application.errors import HostedServiceError
from application.ports.hosted import HostedDiarization, HostedDiarizer, Recording
from domain.speaker import SpeakerCount

URL: Final = "https://api.pyannote.ai"
_FAILED: Final = frozenset({"failed", "canceled"})


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class PyannoteCloud(HostedDiarizer):
    api: HostedApi
    model: str
    exclusive: bool
    """Whether pyannoteAI itself says who held the floor."""
    poll_interval: float
    timeout: float
    """Both in seconds."""

    async def diarize(self, recording: Recording, speakers: SpeakerCount) -> HostedDiarization:
        try:
            async with asyncio.timeout(self.timeout):
                url = recording.url or await self._uploaded(recording.path)
                job = await self._ended(await self._submitted(url, speakers))
        except TimeoutError as error:
            raise HostedServiceError(f"{NAME} was not done within {self.timeout:g} s.") from error
        answer = json.dumps(job, ensure_ascii=False, indent=2)
        return HostedDiarization(diarization_of(job), answer)

    async def _uploaded(self, path: Path | None) -> str:
        """To the media storage of the service, which forgets it within two days."""
        if path is None:
            raise HostedServiceError(f"There is neither a file nor a URL to send to {NAME}.")
        media = f"media://hexavox/{await asyncio.to_thread(_digest, path)}"
        place = _named(await self.api.post("/v1/media/input", {"url": media}), "url")
        await self.api.put_elsewhere(place, path)
        return media

    async def _submitted(self, url: str, speakers: SpeakerCount) -> str:
        wanted: JsonObject = {"url": url, "model": self.model, **_counts(speakers)}
        if self.exclusive:
            wanted["exclusive"] = True
        return _named(await self.api.post("/v1/diarize", wanted), "jobId")

    async def _ended(self, job_id: str) -> JsonObject:
        job = await self.api.get(f"/v1/jobs/{job_id}")
        while (status := job.get("status")) != "succeeded":
            if status in _FAILED:
                raise HostedServiceError(f"{NAME} ended the job as {status}: {_reason(job)}.")
            await self.api.sleep(self.poll_interval)
            job = await self.api.get(f"/v1/jobs/{job_id}")
        return job


def _reason(job: JsonObject) -> str:
    output = job.get("output")
    reason = output.get("error") if isinstance(output, dict) else None
    return str(reason or "it does not say why").rstrip(".")


def _counts(speakers: SpeakerCount) -> JsonObject:
    if speakers.exact is not None:
        return {"numSpeakers": speakers.exact}
    bounds = {"minSpeakers": speakers.at_least, "maxSpeakers": speakers.at_most}
    return {name: bound for name, bound in bounds.items() if bound is not None}


def _named(answer: JsonObject, key: str) -> str:
    if not isinstance(found := answer.get(key), str):
        raise HostedServiceError(f"{NAME} answered without {key}.")
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
