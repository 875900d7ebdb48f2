"""Transcripts with a second opinion, as JSON."""

import json

from application.formats.reviewed_transcript import (
    ReviewedTranscript,
    reviewed_to_json,
    segments_to_json,
)
from domain.confidence_levels import ConfidenceLevels
from domain.speaker import SpeakerLabel, speaker_label
from tests.fakes.transcripts import a_segment, a_transcript, a_word

ANNA = SpeakerLabel("Anna")
LEVELS = ConfidenceLevels()


def test_words_and_segments_say_how_sure_the_second_engine_was() -> None:
    reviewed = ReviewedTranscript(a_transcript(), LEVELS, (0.95, 0.55))
    document = json.loads(reviewed_to_json(reviewed))
    [segment] = document["segments"]
    assert segment["confidence"] == 0.75
    assert segment["confidence_level"] == "medium"
    assert segment["low_confidence"] == [{"start": 0.4, "end": 0.9}]
    assert [word["confidence"] for word in segment["words"]] == [0.95, 0.55]
    assert [word["confidence_level"] for word in segment["words"]] == ["high", "low"]
    assert json.loads(segments_to_json(reviewed)) == document["segments"]


def test_what_nobody_judged_says_nothing_of_it() -> None:
    document = json.loads(reviewed_to_json(ReviewedTranscript(a_transcript(), LEVELS)))
    [segment] = document["segments"]
    assert "confidence" not in segment
    assert segment["words"][0] == {
        "word": "Hello",
        "start": 0.1,
        "end": 0.4,
        "score": 0.9,
        "speaker": "SPEAKER_00",
    }


def test_it_is_what_a_worker_answers() -> None:
    document = json.loads(reviewed_to_json(ReviewedTranscript(a_transcript(), LEVELS)))
    assert document["detected_language"] == "en"
    assert document["language_probability"] == 0.98
    assert document["speakers"] == {"SPEAKER_00": {"name": "Speaker 0", "time": 0.8}}


def test_speakers_that_were_recognised_keep_their_names() -> None:
    transcript = a_transcript(
        a_segment(a_word(" Hi.", 0, 1), speaker=ANNA),
        a_segment(a_word(" Ho.", 1, 2), speaker=speaker_label(1)),
        a_segment(a_word(" Hi.", 2, 4), speaker=ANNA),
    )
    document = json.loads(reviewed_to_json(ReviewedTranscript(transcript, LEVELS)))
    assert document["speakers"] == {
        "Anna": {"name": "Anna", "time": 3},
        "SPEAKER_01": {"name": "Speaker 1", "time": 1},
    }
