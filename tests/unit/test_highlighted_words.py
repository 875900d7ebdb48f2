"""Subtitles that mark the word being spoken."""

import re
from itertools import pairwise
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.formats.presentation import Presentation
from application.formats.registry import FORMATTERS, TranscriptFormat
from domain.speaker import speaker_label
from domain.subtitle_shape import SubtitleShape
from tests.fakes.transcripts import a_segment, a_transcript, a_word

KARAOKE: Final = Presentation(shape=SubtitleShape(highlight_words=True))
BRIEF: Final = Presentation(shape=SubtitleShape(highlight_words=True, shortest=0.1))


def srt(*words: tuple[str, float, float], presentation: Presentation = BRIEF) -> str:
    said = a_segment(*(a_word(text, start, end) for text, start, end in words))
    return FORMATTERS[TranscriptFormat.SRT](a_transcript(said), presentation)


def test_each_word_is_underlined_while_it_is_spoken() -> None:
    assert srt((" Tea", 1, 1.5), (" now?", 1.5, 2)) == (
        "1\n00:00:01,000 --> 00:00:01,500\n<u>Tea</u> now?\n"
        "\n2\n00:00:01,500 --> 00:00:02,000\nTea <u>now?</u>\n"
    )


def test_between_words_none_is() -> None:
    written = srt((" Tea", 1, 1.5), (" now?", 1.8, 2))
    assert "00:00:01,500 --> 00:00:01,800\nTea now?\n" in written


def test_what_stays_to_be_read_marks_nothing() -> None:
    written = srt((" Tea", 1, 1.2), presentation=KARAOKE)
    assert written.endswith("\n2\n00:00:01,200 --> 00:00:02,000\nTea\n")


def test_words_that_overlap_are_marked_in_turn() -> None:
    written = srt((" Tea", 1, 1.8), (" now?", 1.5, 2))
    assert re.findall(r"([\d:,]+) --> ([\d:,]+)\n(.*)\n", written) == [
        ("00:00:01,000", "00:00:01,500", "<u>Tea</u> now?"),
        ("00:00:01,500", "00:00:02,000", "Tea <u>now?</u>"),
    ]


def test_vtt_escapes_what_is_said_and_not_what_marks_it() -> None:
    said = a_segment(a_word(" <b>&", 0, 1), speaker=speaker_label(0))
    written = FORMATTERS[TranscriptFormat.VTT](a_transcript(said), KARAOKE)
    assert "[SPEAKER_00] <u>&lt;b>&amp;</u>\n" in written


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.floats(0, 11), st.floats(0.0005, 2)), min_size=1, max_size=8).map(sorted)
)
def test_frames_follow_one_another(times: list[tuple[float, float]]) -> None:
    written = srt(*((" word", start, start + lasts) for start, lasts in times))
    stamps = re.findall(r"([\d:,]+) --> ([\d:,]+)", written)
    assert all(start < end for start, end in stamps)
    assert all(one[1] <= other[0] for one, other in pairwise(stamps))


@pytest.mark.parametrize("form", [TranscriptFormat.TEXT, TranscriptFormat.TSV])
def test_forms_without_cues_mark_nothing(form: TranscriptFormat) -> None:
    assert "<u>" not in FORMATTERS[form](a_transcript(), KARAOKE)
