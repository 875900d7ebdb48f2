"""The characters of words with their times, as WhisperX writes them."""

from application.formats.character_times import chars_of
from application.formats.json_document import to_document
from domain.time_span import TimeSpan
from domain.transcript import Character, Word
from tests.fakes.transcripts import a_segment, a_transcript

IT = Word(
    " It",
    TimeSpan(0.5, 0.7),
    0.9,
    characters=(Character("I", TimeSpan(0.5, 0.6), 0.75), Character("t")),
)
NINE = Word(" 9", TimeSpan(0.8, 1.0), 0.9, interpolated=True)


def test_characters_that_were_not_heard_have_no_times() -> None:
    assert chars_of([IT, NINE]) == {
        "chars": [
            {"char": "I", "start": 0.5, "end": 0.6, "score": 0.75},
            {"char": "t"},
            {"char": " "},
            {"char": "9"},
        ]
    }


def test_where_nobody_asked_there_are_none() -> None:
    assert chars_of([NINE]) == {}


def test_a_document_marks_the_words_whose_times_are_guessed() -> None:
    document = to_document(a_transcript(a_segment(IT, NINE)), with_words=True)
    segments = document["segments"]
    assert isinstance(segments, list)
    [segment] = segments
    assert [word.get("interpolated") for word in segment["words"]] == [None, True]
    assert "chars" in segment
