"""Subtitles and tables as whisperx writes them, where a sentence fits into one line of a cue."""

from io import StringIO
from typing import Any

import pytest

from application.formats.presentation import Presentation
from application.formats.registry import FORMATTERS, TranscriptFormat
from domain.subtitle_shape import SubtitleShape
from domain.transcript import Transcript
from tests.fakes.transcripts import a_segment, a_transcript, a_word

whisperx_utils = pytest.importorskip("whisperx.utils")


@pytest.fixture
def talk() -> Transcript:
    """Sentences that stay as long as they are spoken: whisperx lengthens none."""
    return a_transcript(
        a_segment(
            a_word(" So", 0.25, 0.6), a_word(" tea&cake,", 0.75, 1.5), a_word(" then?", 1.5, 2.6)
        ),
        a_segment(a_word(" Yes,", 4.125, 4.75), a_word(" please.", 4.75, 5.5)),
    )


def written_by_whisperx(transcript: Transcript, form: TranscriptFormat, *, highlight: bool) -> str:
    result: dict[str, Any] = {
        "language": transcript.language.code,
        "segments": [
            {
                "start": segment.span.start,
                "end": segment.span.end,
                "text": segment.text,
                "words": [
                    {"word": word.text.strip(), "start": word.span.start, "end": word.span.end}
                    for word in segment.words
                ],
            }
            for segment in transcript.segments
        ],
    }
    options = {"max_line_width": None, "max_line_count": None, "highlight_words": highlight}
    file = StringIO()
    whisperx_utils.get_writer(form.value, "").write_result(result, file, options)
    return file.getvalue()


@pytest.mark.parametrize("highlight", [False, True])
def test_srt_is_what_whisperx_writes(talk: Transcript, *, highlight: bool) -> None:
    shown = Presentation(shape=SubtitleShape(highlight_words=highlight))
    theirs = written_by_whisperx(talk, TranscriptFormat.SRT, highlight=highlight)
    assert FORMATTERS[TranscriptFormat.SRT](talk, shown) == theirs.removesuffix("\n")


@pytest.mark.parametrize("highlight", [False, True])
def test_vtt_is_what_whisperx_writes_but_escaped(talk: Transcript, *, highlight: bool) -> None:
    shown = Presentation(shape=SubtitleShape(highlight_words=highlight))
    theirs = written_by_whisperx(talk, TranscriptFormat.VTT, highlight=highlight)
    ours = FORMATTERS[TranscriptFormat.VTT](talk, shown)
    assert ours == theirs.removesuffix("\n").replace("&", "&amp;")


def test_tsv_is_what_whisperx_writes(talk: Transcript) -> None:
    theirs = written_by_whisperx(talk, TranscriptFormat.TSV, highlight=False)
    assert FORMATTERS[TranscriptFormat.TSV](talk) == theirs
