"""What a service answers, as the benches compare it."""

from bench.transcript import Heard, SpokenWord, Turn, joined

BODY = {
    "language": "en",
    "segments": [
        {
            "speaker": "SPEAKER_00",
            "start": 0.0,
            "end": 1.0,
            "text": " Hello there.",
            "words": [
                {"word": "Hello", "start": 0.0, "end": 0.4, "score": 0.9},
                {"word": "there.", "start": 0.5, "end": 1.0, "speaker": "SPEAKER_01"},
                {"word": "unplaced", "start": None, "end": None},
            ],
        },
        {"speaker": None, "start": 2.0, "end": 3.0, "text": "Who is it?"},
    ],
}


def test_the_text_is_that_of_all_segments() -> None:
    assert Heard.of(BODY).text == "Hello there. Who is it?"


def test_words_without_a_time_are_left_out() -> None:
    assert Heard.of(BODY).words == (
        SpokenWord("Hello", 0.0, 0.4),
        SpokenWord("there.", 0.5, 1.0),
    )


def test_only_labelled_segments_are_turns() -> None:
    heard = Heard.of(BODY)
    assert heard.turns == (Turn("SPEAKER_00", 0.0, 1.0),)
    assert [turn.speaker for turn in heard.word_turns] == ["SPEAKER_00", "SPEAKER_01"]


def test_silence_has_no_text() -> None:
    assert Heard.of({"segments": []}).text == ""


def test_a_short_pause_of_one_speaker_is_bridged() -> None:
    turns = (Turn("a", 0.0, 1.0), Turn("a", 1.4, 2.0), Turn("b", 2.1, 3.0), Turn("b", 4.0, 5.0))
    assert joined(turns, 0.5) == (Turn("a", 0.0, 2.0), Turn("b", 2.1, 3.0), Turn("b", 4.0, 5.0))


def test_a_speaker_who_was_interrupted_has_two_turns() -> None:
    turns = (Turn("a", 0.0, 1.0), Turn("b", 1.0, 1.1), Turn("a", 1.2, 2.0))
    assert joined(turns, 0.5) == turns
