"""/service: one stage at a time, and all of them in turn."""

import json
from dataclasses import replace
from typing import Any

import pytest
from httpx import AsyncClient

from adapters.inbound.form_walk import LARGEST_SMALL_FILE
from domain.transcript import Transcription
from infrastructure.container import Container
from tests.api.tasks.conftest import Tasks, error_of
from tests.fakes.engines import HELLO, UnchangingAligner
from tests.fakes.service import Service
from tests.fakes.transcripts import a_segment

TRANSCRIPT: dict[str, Any] = {
    "segments": [
        {"start": 0.0, "end": 1.0, "text": "Hello there."},
        {"start": 1.0, "end": 2.0, "text": " General Kenobi."},
    ],
    "language": "en",
}
WORDS: list[dict[str, Any]] = [
    {"word": "Hello", "start": 0.1, "end": 0.5, "score": 0.9},
    {"word": "there."},
    {"word": "General", "start": 1.0, "end": 1.4, "score": 0.8},
    {"word": "Kenobi.", "start": 1.4, "end": 1.9, "score": 0.7},
]
ALIGNED: dict[str, Any] = {
    "segments": [
        {"start": 0.1, "end": 0.9, "text": "Hello there.", "words": WORDS[:2]},
        {"start": 1.0, "end": 1.9, "text": "General Kenobi.", "words": WORDS[2:]},
    ],
    "word_segments": WORDS,
}
TURNS: list[dict[str, Any]] = [
    {"label": "A", "speaker": "ADA", "start": 0.0, "end": 0.95},
    {"label": "B", "speaker": "BOB", "start": 0.95, "end": 2.0, "intersection": None},
]


def as_file(content: object, name: str = "given.json") -> tuple[str, bytes]:
    return name, content if isinstance(content, bytes) else json.dumps(content).encode()


def to_combine(aligned: object = ALIGNED, turns: object = TURNS) -> dict[str, Any]:
    return {"aligned_transcript": as_file(aligned), "diarization_result": as_file(turns)}


async def test_transcribing_answers_segments_without_words(
    tasks: Tasks, recording: dict[str, Any], service: Service
) -> None:
    task = await tasks.done("/service/transcribe", files=recording, initial_prompt="A film.")
    assert task["metadata"]["task_type"] == "transcription"
    assert task["result"] == {
        "segments": [
            {"start": 0.123, "end": 0.9, "text": "Hello there."},
            {"start": 1.0, "end": 1.9, "text": "General Kenobi."},
        ],
        "language": "en",
    }
    assert service.transcriber.asked[0].initial_prompt == "A film."
    assert not service.diarizer.asked


async def test_what_was_heard_together_is_told_in_sentences(
    tasks: Tasks, recording: dict[str, Any], service: Service
) -> None:
    words = [word for segment in HELLO.segments for word in segment.words]
    service.transcriber.says = replace(HELLO, segments=(a_segment(*words),))
    task = await tasks.done("/service/transcribe", files=recording)
    texts = [segment["text"] for segment in task["result"]["segments"]]
    assert texts == ["Hello there.", "General Kenobi."]


@pytest.mark.parametrize("order", [1, -1])
async def test_aligning_gives_words_to_a_transcript_that_has_none(
    tasks: Tasks, wav: bytes, container: Container, order: int
) -> None:
    parts = {"transcript": as_file(TRANSCRIPT), "file": ("talk.mp4", wav)}
    task = await tasks.done("/service/align", files=dict([*parts.items()][::order]))
    assert task["metadata"]["task_type"] == "transcription_alignment"
    assert task["metadata"]["language"] == "en"
    assert [w["word"] for w in task["result"]["word_segments"]] == [
        *("Hello", "there.", "General", "Kenobi.")
    ]
    [first, second] = task["result"]["segments"]
    assert (first["text"], second["text"]) == ("Hello there.", "General Kenobi.")
    assert "speaker" not in first
    assert 0 <= first["words"][0]["start"] < first["words"][0]["end"] <= 1
    [warning] = task["metadata"]["warnings"]
    assert "estimates" in warning
    aligner = container.aligners().usual
    assert isinstance(aligner, UnchangingAligner)
    assert isinstance(aligner.asked[0], Transcription)


async def test_a_last_segment_that_hangs_over_ends_with_the_recording(
    tasks: Tasks, wav: bytes
) -> None:
    last = {"start": 1.0, "end": 29.98, "text": "General Kenobi."}
    transcript = as_file({**TRANSCRIPT, "segments": [TRANSCRIPT["segments"][0], last]})
    files = {"transcript": transcript, "file": ("talk.mp4", wav)}
    task = await tasks.done("/service/align", files=files)
    assert task["result"]["segments"][-1]["end"] == 2.0
    assert task["result"]["word_segments"][-1]["end"] == 2.0


async def test_what_the_server_chooses_is_shown_only_to_whoever_asked_for_it(
    tasks: Tasks, recording: dict[str, Any]
) -> None:
    silent = await tasks.done("/service/transcribe", files=recording)
    params = silent["metadata"]["task_params"]
    assert not {"device", "compute_type", "batch_size"} & params.keys()
    asked = await tasks.done("/service/transcribe", files=recording, device="cuda")
    assert asked["metadata"]["task_params"]["device"] == "cuda"


async def test_diarizing_answers_every_voice(tasks: Tasks, recording: dict[str, Any]) -> None:
    task = await tasks.done("/service/diarize", files=recording, min_speakers=2)
    assert task["metadata"]["task_type"] == "diarization"
    assert task["metadata"]["language"] is None
    assert task["result"] == [
        {"label": "SPEAKER_00", "speaker": "SPEAKER_00", "start": 0.0, "end": 0.95},
        {"label": "SPEAKER_01", "speaker": "SPEAKER_01", "start": 0.9, "end": 2.0},
    ]


async def test_combining_gives_speakers_to_words_without_a_recording(
    tasks: Tasks, service: Service
) -> None:
    task = await tasks.done("/service/combine", files=to_combine())
    assert task["status"] == "completed"
    metadata = task["metadata"]
    assert metadata["task_type"] == "combine_transcript&diarization"
    assert (metadata["file_name"], metadata["audio_duration"]) == ("given.json", None)
    assert metadata["language"] is task["result"]["language"] is None
    assert [(s["speaker"], s["text"]) for s in task["result"]["segments"]] == [
        ("ADA", "Hello there."),
        ("BOB", "General Kenobi."),
    ]
    there = task["result"]["word_segments"][1]
    assert there == {"word": "there.", "start": 0.5, "end": 0.9, "score": 0.0, "speaker": "ADA"}
    assert not service.kept_clips


async def test_the_language_of_a_transcript_to_combine_is_kept(tasks: Tasks) -> None:
    task = await tasks.done("/service/combine", files=to_combine({**ALIGNED, "language": "de"}))
    assert task["metadata"]["language"] == task["result"]["language"] == "de"


async def test_the_parts_together_make_what_the_whole_makes(
    tasks: Tasks, recording: dict[str, Any]
) -> None:
    whole = await tasks.done("/speech-to-text", files=recording)
    text = await tasks.done("/service/transcribe", files=recording)
    given = {"transcript": as_file(text["result"])}
    aligned = await tasks.done("/service/align", files={**recording, **given})
    voices = await tasks.done("/service/diarize", files=recording)
    task = await tasks.done(
        "/service/combine", files=to_combine(aligned["result"], voices["result"])
    )
    assert [(s["speaker"], s["text"]) for s in task["result"]["segments"]] == [
        (s["speaker"], s["text"]) for s in whole["result"]["segments"]
    ]


@pytest.mark.parametrize(
    ("transcript", "complaint"),
    [
        (b"", "transcript: Invalid JSON"),
        (b"{", "transcript: Invalid JSON"),
        ([], "transcript: "),
        ({"segments": []}, "transcript.language"),
        ({**TRANSCRIPT, "language": "klingon"}, "transcript.language"),
        ({**TRANSCRIPT, "segments": [{"start": 0, "end": 1}]}, "transcript.segments.0.text"),
        (
            {**TRANSCRIPT, "segments": [{"start": "0", "end": 1, "text": ""}]},
            "transcript.segments.0.start",
        ),
        (
            {**TRANSCRIPT, "segments": [{"start": 2, "end": 1, "text": ""}]},
            "transcript.segments.0: Value error, end is before start",
        ),
        (
            b'{"language": "en", "segments": [{"start": NaN, "end": 1, "text": ""}]}',
            "transcript.segments.0.start",
        ),
        (
            {**TRANSCRIPT, "segments": [{"start": 0, "end": 100000, "text": "Long."}]},
            "transcript.segments.0: it lasts from 0 to 100000 seconds, and the recording has 2.",
        ),
        (
            {**TRANSCRIPT, "segments": [{"start": 2, "end": 3, "text": "Late."}]},
            "transcript.segments.0: it lasts from 2 to 3",
        ),
        (
            {**TRANSCRIPT, "segments": [{"start": 0, "end": 1, "text": "a\0b"}]},
            "transcript.segments.0.text: Value error, a text has no NUL in it",
        ),
        (
            {**TRANSCRIPT, "segments": [{"start": -1, "end": 1, "text": ""}] * 9},
            "and 4 more",
        ),
    ],
)
async def test_a_transcript_that_is_none_is_refused(
    client: AsyncClient, recording: dict[str, Any], transcript: object, complaint: str
) -> None:
    files = {**recording, "transcript": as_file(transcript)}
    answer = await client.post("/service/align", files=files)
    assert error_of(answer) == (422, "FILE_VALIDATION_ERROR")
    assert complaint in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    ("files", "code", "complaint"),
    [
        ({"aligned_transcript": as_file(ALIGNED)}, "FILE_VALIDATION_ERROR", "diarization_result"),
        (to_combine(TRANSCRIPT), "FILE_VALIDATION_ERROR", "aligned_transcript.segments.0.words"),
        (
            to_combine(
                {
                    **ALIGNED,
                    "word_segments": [
                        {"word": "a\0b"},
                        {"word": "b", "start": 2, "end": 1},
                        {"word": "c", "start": -1},
                        {"word": "d", "end": float("nan")},
                    ],
                }
            ),
            "FILE_VALIDATION_ERROR",
            (
                "aligned_transcript.word_segments.0.word: Value error, a text has no NUL in it; "
                "aligned_transcript.word_segments.1: Value error, end is before start; "
                "aligned_transcript.word_segments.2.start: Input should be greater than or equal "
                "to 0; "
                "aligned_transcript.word_segments.3.end: Input should be a finite number"
            ),
        ),
        (to_combine(ALIGNED, {}), "FILE_VALIDATION_ERROR", "diarization_result"),
        (to_combine(ALIGNED, [{"start": 0, "end": 1}]), "FILE_VALIDATION_ERROR", "0.speaker"),
        (
            {**to_combine(), "diarization_result": as_file(TURNS, "turns.rttm")},
            "UNSUPPORTED_FILE_EXTENSION",
            ".json",
        ),
        ({**to_combine(), "device": (None, b"cpu")}, "VALIDATION_ERROR", "device"),
    ],
)
async def test_files_that_do_not_combine_are_refused(
    client: AsyncClient, files: dict[str, Any], code: str, complaint: str
) -> None:
    answer = await client.post("/service/combine", files=files)
    assert error_of(answer) == (422, code)
    assert complaint in answer.json()["error"]["message"]


async def test_a_transcript_too_large_for_memory_is_refused(
    client: AsyncClient, recording: dict[str, Any]
) -> None:
    files = {"transcript": as_file(b" " * (LARGEST_SMALL_FILE + 1)), **recording}
    answer = await client.post("/service/align", files=files)
    assert error_of(answer) == (413, "FILE_VALIDATION_ERROR")
    assert "`transcript`" in answer.json()["error"]["message"]


async def test_the_same_file_twice_is_refused(client: AsyncClient) -> None:
    parts = [*to_combine().items(), *to_combine().items()]
    answer = await client.post("/service/combine", files=parts)
    assert error_of(answer) == (400, "REPEATED_PART")


@pytest.mark.parametrize("path", ["transcribe", "diarize", "align"])
async def test_each_service_refuses_what_it_does_not_know(
    client: AsyncClient, recording: dict[str, Any], path: str
) -> None:
    query = {"min_speakers" if path != "diarize" else "language": "2"}
    answer = await client.post(f"/service/{path}", files=recording, params=query)
    assert error_of(answer) == (422, "VALIDATION_ERROR")


async def test_nothing_said_is_a_transcript_of_nothing(tasks: Tasks, wav: bytes) -> None:
    nothing = {"segments": [{"start": 0, "end": 0, "text": " "}], "language": "ja"}
    files = {"transcript": as_file(nothing), "file": ("talk.wav", wav)}
    task = await tasks.done("/service/align", files=files)
    assert task["result"]["word_segments"] == []
    assert task["metadata"]["warnings"] == []
