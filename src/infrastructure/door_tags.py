"""The headings under which the OpenAPI document lists the routes, in this order."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_TOLD: Final[Mapping[str, str]] = MappingProxyType(
    {
        "clips": "Recordings that are kept: upload one, or have it fetched by its URL.",
        "uploads": "Resumable uploads of large recordings, by the protocol of https://tus.io.",
        "transcripts": "Who said what, and when: make a clip's transcript, read along while it is "
        "made, have it again as JSON, text or subtitles.",
        "jobs": "Transcriptions that wait, run or have ended: look, follow, cancel.",
        "speakers": "People whose voices are known by name.",
        "models": "Which models there are, and which of them are in memory.",
        "webhooks": "Addresses that are told when jobs end.",
        "openai": "OpenAI's audio API: its clients need another base URL, ending in `/v1`, and "
        "nothing else.",
        "speaches": "What speaches has besides it: who speaks when, where speech is, what a voice "
        "sounds like, and models to download, load and drop.",
        "whisper-asr-webservice": "`/asr` and `/detect-language`, also as whisperx-asr-service and "
        "subtitle tools such as Bazarr ask for them.",
        "whisper.cpp": "The routes of whisper.cpp's server.",
        "task API": "A recording in, a task to ask after: the whole process, or its parts one by "
        "one, with tasks as Temporal workflows, too.",
        "serverless": "Jobs as RunPod's serverless API takes them; all of it is under "
        "`/v2/{endpoint_id}` as well.",
        "service": "How the service is: health, metrics, how much work waits.",
    }
)
TAGS: Final = tuple({"name": name, "description": told} for name, told in _TOLD.items())
