"""Telling what was said from what an engine made up."""

from dataclasses import replace
from typing import Final

import pytest

from domain.decoding_options import DEFAULT_DECODING, DecodingOptions
from domain.doubt import Doubt
from domain.invented_text import without_inventions
from domain.languages import Language
from domain.time_span import TimeSpan
from domain.transcript import Decoding, Segment, Transcription
from tests.fakes.transcripts import SURE, a_segment, a_word

EVERYWHERE: Final = (TimeSpan(0.0, 1000.0),)
NOBODY: Final = replace(SURE, no_speech_probability=0.8)
UNLIKELY: Final = replace(SURE, average_log_probability=-1.4)
NEW_JERSEY: Final = " I don't hear that in New Jersey now."


def spoken(
    text: str, *, start: float = 0.0, pace: float = 0.4, score: float = 0.9, how: Decoding = SURE
) -> Segment:
    """A word begins every `pace` seconds."""
    words = [
        a_word(f" {word}", start + number * pace, start + (number + 0.9) * pace, score=score)
        for number, word in enumerate(text.split())
    ]
    return replace(a_segment(*words), decoding=how)


def judged(
    *segments: Segment,
    speech: tuple[TimeSpan, ...] = EVERYWHERE,
    options: DecodingOptions = DEFAULT_DECODING,
    language_probability: float = 1.0,
) -> Transcription:
    heard = Transcription(
        language=Language("en"),
        language_probability=language_probability,
        segments=segments,
        warnings=("Before.",),
    )
    return without_inventions(heard, speech, options)


def texts(transcription: Transcription) -> list[str]:
    return [segment.text for segment in transcription.segments]


def doubts(transcription: Transcription) -> list[tuple[Doubt, ...]]:
    return [segment.doubts for segment in transcription.segments]


@pytest.mark.parametrize(
    "text",
    [
        "We meet at noon. Thank you.",
        "No, no, no, that is not what I said.",
        "It was the best of times, it was the worst of times, it was the age of wisdom.",
        "Thank you very much for coming, everybody.",
    ],
)
def test_what_people_say_is_left_as_it_is(text: str) -> None:
    said = spoken(text)
    heard = judged(said)
    assert heard.segments == (said,)
    assert heard.warnings == ("Before.",)


def test_a_sentence_that_loops_is_kept_once_with_a_doubt_and_a_warning() -> None:
    heard = judged(spoken("Good morning." + NEW_JERSEY * 7 + " And so on."))
    assert texts(heard) == ["Good morning.", NEW_JERSEY.strip(), "And so on."]
    assert doubts(heard) == [(), (Doubt.REPETITION,), ()]
    assert heard.warnings == (
        "Before.",
        "Text that nobody seems to have said was left out: 17.3 s repeated what was said before.",
    )


def test_a_loop_over_no_speech_goes_altogether() -> None:
    assert texts(judged(spoken("o " * 14, how=NOBODY))) == []


def test_what_may_be_a_loop_stays_with_a_doubt() -> None:
    heard = judged(spoken("He said no no no no no no no and left."))
    assert texts(heard) == ["He said", "no no no no no no no", "and left."]
    assert doubts(heard) == [(), (Doubt.REPETITION,), ()]
    assert heard.warnings == ("Before.",)


@pytest.mark.parametrize(
    "lost", [UNLIKELY, replace(SURE, compression_ratio=3.0)], ids=["unlikely", "repeats"]
)
def test_fewer_times_are_enough_where_the_engine_has_lost_its_way(lost: Decoding) -> None:
    thrice = NEW_JERSEY * 3
    assert texts(judged(spoken(thrice))) == [thrice.strip()]
    assert texts(judged(spoken(thrice, how=lost))) == [NEW_JERSEY.strip()]


def test_text_that_can_be_compressed_too_well_is_in_doubt() -> None:
    heard = judged(spoken("Anything.", how=replace(SURE, compression_ratio=2.5)))
    assert doubts(heard) == [(Doubt.REPETITION,)]


def test_unlikely_text_over_silence_is_left_out() -> None:
    heard = judged(spoken("Hello there.", how=replace(UNLIKELY, no_speech_probability=0.9)))
    assert heard.segments == ()
    assert "0.7 s stood where nobody speaks" in heard.warnings[-1]


def test_likely_text_over_silence_is_in_doubt() -> None:
    heard = judged(spoken("Hello there.", how=NOBODY))
    assert doubts(heard) == [(Doubt.NO_SPEECH,)]


def test_unlikely_text_over_speech_is_in_doubt() -> None:
    heard = judged(spoken("Hello there.", how=UNLIKELY))
    assert doubts(heard) == [(Doubt.LOW_CONFIDENCE,)]


@pytest.mark.parametrize(
    "phrase", ["Thank you.", "Редактор субтитров А.Синецкая", "ご視聴ありがとうございました"]
)
def test_a_phrase_of_films_over_silence_is_left_out(phrase: str) -> None:
    assert texts(judged(spoken(phrase, how=NOBODY))) == []


def test_a_phrase_of_films_in_next_to_no_speech_is_left_out_if_it_was_guessed() -> None:
    breath = (TimeSpan(0.0, 0.8),)
    assert texts(judged(spoken("Thank you.", score=0.2), speech=breath)) == []
    unsure = judged(spoken("Thank you.", score=0.4), speech=breath)
    assert doubts(unsure) == [(Doubt.NO_SPEECH,)]
    assert doubts(judged(spoken("Thank you.", score=0.9), speech=breath)) == [()]


def test_only_the_sentence_that_is_invented_goes() -> None:
    said = spoken("This is all for today.")
    speech = (TimeSpan(0.0, 2.5), TimeSpan(10.0, 10.7))
    ending = spoken("Thank you.", start=10.0, pace=0.3, score=0.1)
    both = replace(said, words=said.words + ending.words, text=f"{said.text} {ending.text}")
    heard = judged(both, speech=speech)
    assert texts(heard) == ["This is all for today."]
    assert heard.segments[0].span == said.span


def test_more_words_than_anybody_can_say_are_left_out() -> None:
    clip = (TimeSpan(0.0, 0.05),)
    assert texts(judged(spoken("Thank you.", pace=0.02), speech=clip)) == []


def test_words_beside_all_speech_are_in_doubt_and_go_where_they_were_guessed() -> None:
    elsewhere = (TimeSpan(100.0, 110.0),)
    assert doubts(judged(spoken("Hello there."), speech=elsewhere)) == [(Doubt.NO_SPEECH,)]
    assert texts(judged(spoken("Hello there.", score=0.1), speech=elsewhere)) == []


def test_words_without_a_score_are_not_taken_for_guesses() -> None:
    assert doubts(judged(spoken("Hello there.", score=0.0))) == [()]


def test_a_caller_may_trust_the_engine_less_or_more() -> None:
    trusting = replace(DEFAULT_DECODING, no_speech_threshold=1.0)
    assert doubts(judged(spoken("Thank you.", how=NOBODY), options=trusting)) == [()]


def test_a_segment_without_words_stays() -> None:
    bare = replace(spoken("Hello."), words=())
    assert judged(bare).segments == (bare,)


def test_reasons_share_one_warning() -> None:
    heard = judged(spoken("Thank you.", how=NOBODY), spoken(NEW_JERSEY * 7, start=100.0))
    (_, warning) = heard.warnings
    assert "0.7 s stood where nobody speaks and 17.3 s repeated what was said before" in warning


@pytest.mark.parametrize("text", ["ТРЕВОЖНАЯ МУЗЫКА", "Hello there."])
def test_a_phrase_of_films_or_next_to_nothing_in_no_known_language_is_left_out(text: str) -> None:
    """An engine that estimates times and scores nothing gives no other sign."""
    made_up = spoken(text, pace=10.0, score=0.0)
    assert texts(judged(made_up, language_probability=0.02)) == []
    assert judged(made_up, language_probability=0.3).segments == (made_up,)


def test_many_words_in_no_known_language_are_in_doubt() -> None:
    speech = (TimeSpan(0.0, 3.0),)
    said = spoken("Good morning, who is there, please?")
    assert doubts(judged(said, speech=speech, language_probability=0.02)) == [
        (Doubt.LOW_CONFIDENCE,)
    ]


def test_an_engine_that_does_not_tell_how_sure_it_is_of_the_language_is_believed() -> None:
    said = spoken("Good morning.", pace=10.0)
    assert judged(said, language_probability=0).segments == (said,)
