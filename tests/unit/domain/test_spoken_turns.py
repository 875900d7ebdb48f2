"""What was said in each turn."""

from domain.spoken_turns import spoken_turns
from tests.fakes.diarizer import turn
from tests.fakes.transcripts import a_segment, a_word

HELD = [turn("ada", 0, 1), turn("bob", 1, 2), turn("ada", 2, 3)]
SAID = [
    a_segment(a_word(" One", 0.1, 0.4), a_word(" two.", 0.5, 0.9)),
    a_segment(a_word(" Three", 1.1, 1.4), a_word(" four.", 1.5, 1.9)),
    a_segment(a_word(" Five.", 2.1, 2.8)),
]


def test_each_word_stands_in_the_turn_of_whoever_said_it() -> None:
    told = spoken_turns(HELD, HELD, SAID)
    assert [each.text for each in told] == ["One two.", "Three four.", "Five."]
    assert [each.speaker for each in told] == ["ada", "bob", "ada"]


def test_where_two_speak_at_once_the_words_are_those_of_whoever_had_the_floor() -> None:
    heard = [HELD[0], turn("bob", 0.2, 0.8), *HELD[1:]]
    told = spoken_turns(heard, HELD, SAID)
    assert [each.text for each in told] == ["One two.", "", "Three four.", "Five."]


def test_words_of_turns_that_are_not_told_are_left_out() -> None:
    told = spoken_turns(HELD[1:2], HELD, SAID)
    assert [each.text for each in told] == ["Three four."]


def test_without_words_there_is_no_text() -> None:
    assert [each.text for each in spoken_turns(HELD, HELD, [])] == ["", "", ""]
    assert spoken_turns([], [], SAID) == []
