"""Options as JSON, and the key by which equal options are found."""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from adapters.outbound.persistence.codecs.json_object import JsonObject, without_nothing
from adapters.outbound.persistence.codecs.option_values import (
    as_kept,
    changes_from_json,
    changes_to_json,
)
from domain.alignment_options import DEFAULT_ALIGNMENT, AlignmentOptions, Interpolation
from domain.decoding_options import DEFAULT_DECODING, DecodingOptions
from domain.engine_kinds import (
    NO_CHOICE,
    AlignerKind,
    DiarizerKind,
    EngineChoice,
    SpeechDetectorKind,
    TranscriberKind,
)
from domain.language_search import DEFAULT_SEARCH, LanguageSearch
from domain.languages import Language
from domain.speaker import SpeakerCount
from domain.speaker_naming import NO_NAMES, SpeakerNaming
from domain.speech import DEFAULT_THRESHOLDS, SpeechThresholds
from domain.transcription_options import Task, TranscriptionOptions

_CONCERNS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "decoding": DEFAULT_DECODING,
        "speech": DEFAULT_THRESHOLDS,
        "language_search": DEFAULT_SEARCH,
        "alignment": DEFAULT_ALIGNMENT,
        "engines": NO_CHOICE,
        "naming": NO_NAMES,
    }
)
"""By the name of the option's field: what it is unless somebody asks for something else."""


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
        speaker_embeddings=options.speaker_embeddings or None,
        **{
            name: changes_to_json(getattr(options, name), default)
            for name, default in _CONCERNS.items()
        },
    )


def options_from_json(body: JsonObject) -> TranscriptionOptions:
    """As it was kept, whatever is asked of options since."""
    return as_kept(
        TranscriptionOptions,
        model=body["model"],
        language=Language(body["language"]) if "language" in body else None,
        task=Task(body["task"]),
        diarize=body["diarize"],
        speakers=as_kept(
            SpeakerCount, at_least=body.get("min_speakers"), at_most=body.get("max_speakers")
        ),
        initial_prompt=body.get("initial_prompt"),
        hotwords=body.get("hotwords"),
        decoding=changes_from_json(DecodingOptions, body.get("decoding")),
        speech=changes_from_json(SpeechThresholds, body.get("speech")),
        language_search=changes_from_json(LanguageSearch, body.get("language_search")),
        alignment=_alignment(body.get("alignment", {})),
        engines=_engines(body.get("engines", {})),
        naming=changes_from_json(SpeakerNaming, body.get("naming")),
        speaker_embeddings=body.get("speaker_embeddings", False),
    )


def _alignment(body: JsonObject) -> AlignmentOptions:
    kinds = {"interpolation": Interpolation}
    return as_kept(AlignmentOptions, **_of_kinds(kinds, body))


def _engines(body: JsonObject) -> EngineChoice:
    kinds = {
        "transcriber": TranscriberKind,
        "aligner": AlignerKind,
        "diarizer": DiarizerKind,
        "speech_detector": SpeechDetectorKind,
    }
    return EngineChoice(**_of_kinds(kinds, body))


def _of_kinds(kinds: Mapping[str, type[StrEnum]], body: JsonObject) -> JsonObject:
    return {name: kinds[name](value) if name in kinds else value for name, value in body.items()}
