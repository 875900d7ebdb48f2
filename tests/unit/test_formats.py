import json
from dataclasses import replace
from typing import Any

import pytest

from application.formats.json_document import to_document
from application.formats.presentation import Presentation
from application.formats.registry import FORMATTERS, TranscriptFormat
from domain.confidence_levels import ConfidenceLevels
from domain.doubt import Doubt
from domain.languages import Language
from domain.speaker import SpeakerLabel, speaker_label
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcript
from tests.fakes.transcripts import SURE, a_segment, a_transcript, a_word

ADA, GRACE = speaker_label(0), speaker_label(1)


def a_wordless_segment(
    text: str, start: float = 0.0, end: float = 10.0, speaker: SpeakerLabel | None = None
) -> Segment:
    return Segment(span=TimeSpan(start, end), text=text, words=(), decoding=SURE, speaker=speaker)


@pytest.fixture
def talk() -> Transcript:
    """Two speakers, an hour apart, and somebody whom nobody could name."""
    return a_transcript(
        a_segment(a_word(" Hello", 0.1, 0.4), a_word(" there.", 0.4, 0.9), speaker=ADA),
        a_segment(a_word(" Tea", 3661.0, 3661.2), a_word(" & cake?", 3661.2, 3662), speaker=GRACE),
        a_segment(a_word(" Yes.", 3663.0004, 3663.4996)),
    )


def written(transcript: Transcript, form: TranscriptFormat) -> str:
    return FORMATTERS[form](transcript)


@pytest.mark.parametrize(
    "form", [form for form in TranscriptFormat if form is not TranscriptFormat.RTTM]
)
def test_every_format_but_rttm_tells_what_was_said(
    form: TranscriptFormat, talk: Transcript
) -> None:
    text = written(talk, form)
    assert text.index("Hello there.") < text.index("Tea") < text.index("Yes.")


@pytest.mark.parametrize("form", TranscriptFormat)
def test_every_format_ends_with_a_line(form: TranscriptFormat, talk: Transcript) -> None:
    assert written(talk, form).endswith("\n")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (TranscriptFormat.TEXT, ""),
        (TranscriptFormat.SRT, ""),
        (TranscriptFormat.VTT, "WEBVTT\n"),
        (TranscriptFormat.TSV, "start\tend\ttext\n"),
        (TranscriptFormat.TSV_SECONDS, "start\tend\ttext\tspeaker\n"),
        (TranscriptFormat.RTTM, ""),
    ],
)
def test_silence_is_an_empty_document(form: TranscriptFormat, expected: str) -> None:
    nothing = Transcript(
        language=Language("en"), language_probability=0, duration=1, segments=(), model="tiny"
    )
    assert written(nothing, form) == expected


def test_text_has_a_line_for_each_segment(talk: Transcript) -> None:
    assert written(talk, TranscriptFormat.TEXT) == (
        "[SPEAKER_00]: Hello there.\n[SPEAKER_01]: Tea & cake?\nYes.\n"
    )


def test_srt_numbers_its_cues_and_counts_hours(talk: Transcript) -> None:
    assert written(talk, TranscriptFormat.SRT) == (
        "1\n00:00:00,100 --> 00:00:01,100\n[SPEAKER_00] Hello there.\n"
        "\n2\n01:01:01,000 --> 01:01:02,000\n[SPEAKER_01] Tea & cake?\n"
        "\n3\n01:01:03,000 --> 01:01:03,500\nYes.\n"
    )


def test_vtt_leaves_out_the_first_hour_and_escapes(talk: Transcript) -> None:
    assert written(talk, TranscriptFormat.VTT) == (
        "WEBVTT\n"
        "\n00:00.100 --> 00:01.100\n[SPEAKER_00] Hello there.\n"
        "\n01:01:01.000 --> 01:01:02.000\n[SPEAKER_01] Tea &amp; cake?\n"
        "\n01:01:03.000 --> 01:01:03.500\nYes.\n"
    )


def test_tsv_counts_whole_milliseconds_and_names_speakers_at_the_end(talk: Transcript) -> None:
    assert written(talk, TranscriptFormat.TSV) == (
        "start\tend\ttext\tspeaker\n"
        "100\t900\tHello there.\tSPEAKER_00\n"
        "3661000\t3662000\tTea & cake?\tSPEAKER_01\n"
        "3663000\t3663500\tYes.\t\n"
    )


def test_tsv_without_speakers_is_what_whisper_writes() -> None:
    transcript = a_transcript(a_segment(a_word(" Yes.", 0.1, 0.9)))
    assert written(transcript, TranscriptFormat.TSV) == "start\tend\ttext\n100\t900\tYes.\n"


def test_tsv_in_seconds_always_has_a_column_for_speakers(talk: Transcript) -> None:
    assert written(talk, TranscriptFormat.TSV_SECONDS) == (
        "start\tend\ttext\tspeaker\n"
        "0.1\t0.9\tHello there.\tSPEAKER_00\n"
        "3661.0\t3662\tTea & cake?\tSPEAKER_01\n"
        "3663.0\t3663.5\tYes.\t\n"
    )


def test_tabs_and_line_breaks_do_not_break_a_row() -> None:
    said = "one\ttwo\nthree\r\nfour\x0bfive\u2028six\x85seven"
    transcript = a_transcript(a_wordless_segment(said, speaker=ADA))
    (_, row) = written(transcript, TranscriptFormat.TSV).splitlines()
    assert row == "0\t10000\tone two three four five six seven\tSPEAKER_00"


@pytest.mark.parametrize("form", [TranscriptFormat.SRT, TranscriptFormat.VTT])
def test_a_spoken_arrow_is_not_a_cues_arrow(form: TranscriptFormat) -> None:
    transcript = a_transcript(a_segment(a_word(" a", 0, 1), a_word(" --> b <i>", 1, 2)))
    lines = written(transcript, form).splitlines()
    assert [line.count("-->") for line in lines if "->" in line] == [1, 0]


def test_vtt_markup_is_text() -> None:
    transcript = a_transcript(a_segment(a_word(" <b>&lt;", 0, 1)))
    assert "&lt;b>&amp;lt;" in written(transcript, TranscriptFormat.VTT)


def test_cues_that_would_round_to_nothing_still_show_in_turn() -> None:
    transcript = a_transcript(
        a_segment(a_word(" Oh!", 1.0001, 1.0002), speaker=ADA),
        a_segment(a_word(" Ah!", 1.0001, 1.0002), speaker=GRACE),
    )
    srt = written(transcript, TranscriptFormat.SRT)
    assert "00:00:01,000 --> 00:00:01,020\n[SPEAKER_00] Oh!" in srt
    assert "00:00:01,020 --> 00:00:02,020\n[SPEAKER_01] Ah!" in srt


def test_json_rounds_times_and_strips_words() -> None:
    transcript = a_transcript(
        a_segment(a_word(" Hi", 0.12345, 0.99999, score=0.87654, speaker=ADA), speaker=ADA)
    )
    assert to_document(transcript, with_words=True)["segments"] == [
        {
            "speaker": "SPEAKER_00",
            "start": 0.123,
            "end": 1.0,
            "text": "Hi",
            "words": [
                {
                    "word": "Hi",
                    "start": 0.123,
                    "end": 1.0,
                    "score": 0.877,
                    "speaker": "SPEAKER_00",
                }
            ],
        }
    ]


def test_json_shows_words_only_when_asked(talk: Transcript) -> None:
    segments = to_document(talk, with_words=False)["segments"]
    assert isinstance(segments, list)
    assert all(segment.keys() == {"speaker", "start", "end", "text"} for segment in segments)


def test_json_names_nobody_where_there_is_no_label(talk: Transcript) -> None:
    document = json.loads(written(talk, TranscriptFormat.JSON))
    assert [segment["speaker"] for segment in document["segments"]] == [ADA, GRACE, None]
    assert [share["speaker"] for share in document["speakers"]] == [ADA, GRACE]
    assert "speaker" not in document["segments"][2]["words"][0]


def test_json_says_where_the_engine_was_unsure_when_asked() -> None:
    unsure = a_transcript(
        a_segment(
            a_word(" Ada", 0, 0.5, score=0.95),
            a_word(" byte", 0.5, 0.8, score=0.5),
            a_word(" tonne.", 0.8, 1.2, score=0.4),
        )
    )
    (segment,) = _segments(unsure, ConfidenceLevels())
    assert (segment["confidence"], segment["confidence_level"]) == (0.617, "medium")
    assert segment["low_confidence"] == [{"start": 0.5, "end": 1.2}]
    assert [word["confidence_level"] for word in segment["words"]] == ["high", "low", "low"]


def test_json_says_nothing_of_words_that_nobody_listened_for() -> None:
    (segment,) = _segments(
        a_transcript(a_segment(a_word(" 42", 0, 1, score=0))), ConfidenceLevels()
    )
    assert segment.keys() == {"speaker", "start", "end", "text", "words"}
    assert segment["words"] == [{"word": "42", "start": 0, "end": 1, "score": 0}]


def _segments(transcript: Transcript, levels: ConfidenceLevels) -> list[dict[str, Any]]:
    document = FORMATTERS[TranscriptFormat.JSON](transcript, Presentation(levels=levels))
    segments: list[dict[str, Any]] = json.loads(document)["segments"]
    return segments


def test_json_says_which_segments_are_in_doubt_and_nothing_of_the_others() -> None:
    said = a_segment(a_word(" Hello.", 0.1, 0.4))
    doubtful = replace(a_segment(a_word(" Bye.", 1.0, 1.4)), doubts=(Doubt.NO_SPEECH,))
    segments: Any = to_document(a_transcript(said, doubtful), with_words=False)["segments"]
    assert [segment.get("doubts") for segment in segments] == [None, ["no_speech"]]
