"""Who spoke when, as RTTM."""

from application.formats.registry import FORMATTERS, TranscriptFormat
from domain.speaker import SpeakerLabel, speaker_label
from domain.time_span import TimeSpan
from domain.transcript import Segment
from tests.fakes.transcripts import SURE, a_segment, a_transcript, a_word

ADA, GRACE = speaker_label(0), speaker_label(1)


def rttm(*segments: Segment) -> str:
    return FORMATTERS[TranscriptFormat.RTTM](a_transcript(*segments))


def test_words_in_a_row_of_one_speaker_are_a_turn() -> None:
    said = a_segment(
        a_word(" One,", 0.25, 0.5, speaker=ADA), a_word(" two.", 0.75, 1, speaker=ADA), speaker=ADA
    )
    assert rttm(said) == "SPEAKER recording 1 0.250 0.750 <NA> <NA> SPEAKER_00 <NA> <NA>\n"


def test_a_pause_and_another_speaker_end_a_turn() -> None:
    turns = rttm(
        a_segment(a_word(" One.", 0, 1), a_word(" Two.", 1.5, 2), speaker=ADA),
        a_segment(a_word(" Three.", 2, 3), speaker=GRACE),
        a_segment(a_word(" Four.", 3, 4), speaker=ADA),
    )
    assert [line.split()[3:5] + line.split()[7:8] for line in turns.splitlines()] == [
        ["0.000", "1.000", ADA],
        ["1.500", "0.500", ADA],
        ["2.000", "1.000", GRACE],
        ["3.000", "1.000", ADA],
    ]


def test_whom_nobody_could_name_is_left_out() -> None:
    assert rttm(a_segment(a_word(" One.", 0, 1))) == ""


def test_a_segment_without_words_is_a_turn() -> None:
    said = Segment(span=TimeSpan(1, 3), text="One.", words=(), decoding=SURE, speaker=ADA)
    assert rttm(said).split()[3:5] == ["1.000", "2.000"]


def test_a_name_of_several_words_stays_one_field() -> None:
    said = a_segment(a_word(" One.", 0, 1), speaker=SpeakerLabel("Ada King"))
    assert rttm(said).split()[7] == "Ada_King"
