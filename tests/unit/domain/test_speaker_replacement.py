"""The speakers of a finished transcript, told anew."""

from domain.speaker import SpeakerTurn, speaker_label
from domain.speaker_replacement import with_speakers_of
from domain.time_span import TimeSpan
from domain.transcript import Diarization
from tests.fakes.transcripts import a_transcript

FIRST, SECOND = speaker_label(0), speaker_label(1)


def test_words_go_to_the_new_speakers() -> None:
    diarization = Diarization((SpeakerTurn(SECOND, TimeSpan(0, 5)),), warnings=("rough",))
    replaced = with_speakers_of(diarization, a_transcript())
    assert replaced.speakers == [SECOND]
    assert {word.speaker for word in replaced.words} == {SECOND}
    assert replaced.warnings == ("rough",)
    assert replaced.text == a_transcript().text


def test_where_nobody_was_heard_nobody_is_named() -> None:
    before = a_transcript()
    assert before.speakers == [FIRST]
    replaced = with_speakers_of(Diarization(()), before)
    assert replaced.speakers == []
    assert {word.speaker for word in replaced.words} == {None}
