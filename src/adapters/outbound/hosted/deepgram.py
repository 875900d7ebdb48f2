"""A second opinion on every word by Deepgram: https://developers.deepgram.com/docs/pre-recorded-audio"""

import json
from dataclasses import dataclass
from typing import Final, final

from adapters.outbound.hosted.deepgram_answer import NAME, heard_words
from adapters.outbound.hosted.hosted_api import HostedApi, JsonObject
from application.errors import HostedServiceError
from application.ports.hosted import HostedHearing, Recording, SecondListener
from domain.languages import Language

URL: Final = "https://api.deepgram.com"


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class Deepgram(SecondListener):
    api: HostedApi
    model: str
    tier: str | None
    version: str | None

    async def hear(self, recording: Recording, language: Language | None) -> HostedHearing:
        answer = await self._answer(recording, self._params(language))
        return HostedHearing(heard_words(answer), json.dumps(answer, ensure_ascii=False, indent=2))

    async def _answer(self, recording: Recording, params: dict[str, str]) -> JsonObject:
        if recording.url is not None:
            return await self.api.post("/v1/listen", {"url": recording.url}, params=params)
        if recording.path is None:
            raise HostedServiceError(f"There is neither a file nor a URL to send to {NAME}.")
        return await self.api.post("/v1/listen", params=params, file=recording.path)

    def _params(self, language: Language | None) -> dict[str, str]:
        spoken = {"detect_language": "true"} if language is None else {"language": language.code}
        chosen = {"model": self.model, "tier": self.tier, "version": self.version}
        return {name: value for name, value in chosen.items() if value is not None} | spoken
