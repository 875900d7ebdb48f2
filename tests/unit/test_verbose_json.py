"""Transcripts as OpenAI's verbose_json."""

import json
from dataclasses import replace

from application.formats.presentation import Presentation
from application.formats.registry import FORMATTERS, TranscriptFormat
from domain.transcription_options import Task
from tests.fakes.transcripts import SURE, a_segment, a_transcript, a_word


def test_it_has_every_field_that_clients_require() -> None:
    yes, please = a_word(" Yes,", 1.25, 1.5), a_word(" please.", 1.5, 2)
    said = replace(
        a_segment(replace(yes, tokens=(1079, 11)), replace(please, tokens=(1767, 13))),
        decoding=replace(SURE, window_start=0.75),
    )
    document = json.loads(FORMATTERS[TranscriptFormat.VERBOSE_JSON](a_transcript(said)))
    assert document == {
        "task": "transcribe",
        "language": "en",
        "duration": 12.5,
        "text": "Yes, please.",
        "segments": [
            {
                "id": 0,
                "seek": 75,
                "start": 1.25,
                "end": 2,
                "text": "Yes, please.",
                "tokens": [1079, 11, 1767, 13],
                "temperature": 0,
                "avg_logprob": -0.2,
                "compression_ratio": 1.4,
                "no_speech_prob": 0.01,
            }
        ],
        "words": [
            {"word": "Yes,", "start": 1.25, "end": 1.5},
            {"word": "please.", "start": 1.5, "end": 2},
        ],
    }


def test_text_from_elsewhere_was_decoded_where_it_stands_and_of_no_tokens() -> None:
    given = a_transcript(a_segment(a_word(" Yes.", 1.25, 1.5)))
    (segment,) = json.loads(FORMATTERS[TranscriptFormat.VERBOSE_JSON](given))["segments"]
    assert (segment["seek"], segment["tokens"]) == (125, [])


def test_it_says_that_it_was_translated() -> None:
    translated = Presentation(task=Task.TRANSLATE)
    written = FORMATTERS[TranscriptFormat.VERBOSE_JSON](a_transcript(), translated)
    assert json.loads(written)["task"] == "translate"


def test_segments_name_their_speakers_where_they_are_told_apart() -> None:
    document = json.loads(FORMATTERS[TranscriptFormat.VERBOSE_JSON](a_transcript()))
    assert document["segments"][0]["speaker"] == "SPEAKER_00"
