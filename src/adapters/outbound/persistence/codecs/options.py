"""Options as JSON, and the key by which equal options are found."""

import hashlib
import json

from adapters.outbound.persistence.codecs.json_object import JsonObject, without_nothing
from domain.languages import Language
from domain.speaker import SpeakerCount
from domain.transcription_options import Task, TranscriptionOptions


def options_key(options: TranscriptionOptions) -> str:
    """Equal options have equal keys, on every machine and in every later version."""
    canonical = json.dumps(options_to_json(options), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def options_to_json(options: TranscriptionOptions) -> JsonObject:
    return without_nothing(
        model=options.model,
        language=None if options.language is None else options.language.code,
        task=options.task.value,
        diarize=options.diarize,
        min_speakers=options.speakers.at_least,
        max_speakers=options.speakers.at_most,
        initial_prompt=options.initial_prompt,
        hotwords=options.hotwords,
    )


def options_from_json(body: JsonObject) -> TranscriptionOptions:
    return TranscriptionOptions(
        model=body["model"],
        language=Language(body["language"]) if "language" in body else None,
        task=Task(body["task"]),
        diarize=body["diarize"],
        speakers=SpeakerCount(body.get("min_speakers"), body.get("max_speakers")),
        initial_prompt=body.get("initial_prompt"),
        hotwords=body.get("hotwords"),
    )
