"""A task in the examples of the OpenAPI document: taken, listed, and completed."""

from typing import Final

from pydantic.config import JsonDict

from adapters.inbound.example_ids import JOB_ID

_WORDS: Final[list[JsonDict]] = [
    {"word": "Hello", "start": 0.123, "end": 0.5, "score": 0.9, "speaker": "SPEAKER_00"},
    {"word": "there.", "start": 0.5, "end": 0.9, "score": 0.9, "speaker": "SPEAKER_00"},
]
RESULT: Final[JsonDict] = {
    "segments": [
        {
            "start": 0.123,
            "end": 0.9,
            "text": "Hello there.",
            "speaker": "SPEAKER_00",
            "words": [*_WORDS],
        }
    ],
    "word_segments": [*_WORDS],
    "language": "en",
}
TAKEN: Final[JsonDict] = {"identifier": JOB_ID, "message": "Task queued", "warnings": []}
_TIMES: Final[JsonDict] = {
    "audio_duration": 2.0,
    "duration": 1.34,
    "start_time": "2026-01-31T12:00:01+00:00",
    "end_time": "2026-01-31T12:00:02.340000+00:00",
}
_WHAT: Final[JsonDict] = {
    "task_type": "full_process",
    "file_name": "talk.wav",
    "url": None,
    "language": "en",
    **_TIMES,
}
LISTED: Final[JsonDict] = {"identifier": JOB_ID, "status": "completed", "error": None, **_WHAT}
COMPLETED: Final[JsonDict] = {
    "identifier": JOB_ID,
    "status": "completed",
    "result": RESULT,
    "metadata": {
        "task_params": {"language": "en", "task": "transcribe", "model": "base"},
        "callback_url": None,
        "progress": 1.0,
        "warnings": [],
        **_WHAT,
    },
    "error": None,
}
