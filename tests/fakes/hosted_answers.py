"""What hosted services answer, as their documentation shows it."""

from collections.abc import Sequence
from typing import Any, Final, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
Turn: TypeAlias = tuple[str, float, float]

HELLO: Final[JsonObject] = {
    "segments": [
        {
            "start": 0.0,
            "end": 2.0,
            "text": " Hello there. General Kenobi.",
            "words": [
                {"word": "Hello", "start": 0.1, "end": 0.5, "score": 0.9},
                {"word": "there.", "start": 0.5, "end": 0.9, "score": 0.8},
                {"word": "General", "start": 1.0, "end": 1.5, "score": 0.7},
                {"word": "Kenobi.", "start": 1.5, "end": 2.0, "score": 0.6},
            ],
        }
    ],
    "detected_language": "en",
    "language_probability": 0.997,
}


def pyannote_job(*turns: Turn, exclusive: Sequence[Turn] | None = None) -> JsonObject:
    output: JsonObject = {"diarization": _turns(turns)}
    if exclusive is not None:
        output["exclusiveDiarization"] = _turns(exclusive)
    return {"jobId": "job-1", "status": "succeeded", "output": output}


def deepgram_answer(*words: tuple[str, float, float, float]) -> JsonObject:
    told = [
        {"word": word, "start": start, "end": end, "confidence": confidence}
        for word, start, end, confidence in words
    ]
    alternative = {"transcript": " ".join(word[0] for word in words), "words": told}
    return {
        "metadata": {"request_id": "r-1"},
        "results": {"channels": [{"alternatives": [alternative]}]},
    }


def _turns(turns: Sequence[Turn]) -> list[JsonObject]:
    return [{"speaker": name, "start": start, "end": end} for name, start, end in turns]
