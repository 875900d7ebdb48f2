import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.formats.cues import LINE_WIDTH, LINES, cues_of
from application.formats.json_document import to_document
from application.formats.registry import FORMATTERS, TranscriptFormat
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


@pytest.mark.parametrize("form", TranscriptFormat)
def test_every_format_tells_what_was_said(form: TranscriptFormat, talk: Transcript) -> None:
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
        "1\n00:00:00,100 --> 00:00:00,900\n[SPEAKER_00] Hello there.\n"
        "\n2\n01:01:01,000 --> 01:01:02,000\n[SPEAKER_01] Tea & cake?\n"
        "\n3\n01:01:03,000 --> 01:01:03,500\nYes.\n"
    )


def test_vtt_leaves_out_the_first_hour_and_escapes(talk: Transcript) -> None:
    assert written(talk, TranscriptFormat.VTT) == (
        "WEBVTT\n"
        "\n00:00.100 --> 00:00.900\n[SPEAKER_00] Hello there.\n"
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


def test_a_cue_that_rounds_to_nothing_still_shows() -> None:
    transcript = a_transcript(a_segment(a_word(" Oh!", 1.0001, 1.0002)))
    assert "00:00:01,000 --> 00:00:01,001" in written(transcript, TranscriptFormat.SRT)


def test_a_long_segment_becomes_several_cues_at_its_words_times() -> None:
    words = [a_word(f" word{number:02}", number, number + 0.5) for number in range(20)]
    cues = list(cues_of([a_segment(*words)]))
    assert [cue.lines for cue in cues] == [
        (
            "word00 word01 word02 word03 word04 word05",
            "word06 word07 word08 word09 word10 word11",
        ),
        ("word12 word13 word14 word15 word16 word17", "word18 word19"),
    ]
    assert [cue.span for cue in cues] == [TimeSpan(0, 11.5), TimeSpan(12, 19.5)]


def test_every_cue_of_a_long_segment_names_its_speaker() -> None:
    words = [a_word(f" word{number:02}", number, number + 0.5) for number in range(20)]
    cues = list(cues_of([a_segment(*words, speaker=ADA)]))
    assert len(cues) > 1
    assert all(cue.lines[0].startswith("[SPEAKER_00] ") for cue in cues)


def test_a_segment_without_words_shares_its_time_among_its_text() -> None:
    text = " ".join(["four"] * 40)
    cues = list(cues_of([a_wordless_segment(text, 10, 50)]))
    assert " ".join(" ".join(cue.lines) for cue in cues) == text
    assert cues[0].span.start == 10
    assert cues[-1].span.end == pytest.approx(50)


def test_scripts_without_spaces_are_cut_between_words() -> None:
    words = [a_word("会議を", number, number + 0.5) for number in range(40)]
    cues = list(cues_of([a_segment(*words)]))
    assert "".join("".join(cue.lines) for cue in cues) == "会議を" * 40


words_of_any_length = st.lists(
    st.tuples(
        st.sampled_from(["", " "]), st.text(st.characters(categories=["L", "P"]), min_size=1)
    ).map("".join),
    min_size=1,
)


@given(words_of_any_length, st.sampled_from([None, ADA]))
def test_cues_are_short_and_lose_nothing(texts: list[str], speaker: SpeakerLabel | None) -> None:
    words = [a_word(text, number, number + 0.9) for number, text in enumerate(texts)]
    cues = list(cues_of([a_segment(*words, speaker=speaker)]))
    assert all(len(cue.lines) <= LINES for cue in cues)
    assert all(len(line) <= LINE_WIDTH for cue in cues for line in cue.lines)
    shown = "".join(line.removeprefix("[SPEAKER_00] ") for cue in cues for line in cue.lines)
    assert re.sub(r"\s", "", shown) == re.sub(r"\s", "", "".join(texts))
    assert [cue.span.start for cue in cues] == sorted(cue.span.start for cue in cues)


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
    assert document["speakers"] == [ADA, GRACE]
    assert "speaker" not in document["segments"][2]["words"][0]
