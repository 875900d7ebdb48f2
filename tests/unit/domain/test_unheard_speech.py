"""Stretches of speech that an engine passed over, and putting in what it heard of them later."""

from collections.abc import Sequence
from typing import Final

from domain.speech import SpeechPack
from domain.time_span import TimeSpan
from domain.transcript import Decoding, Segment, Word
from domain.unheard_speech import heard_out, in_order_of_time, unheard

SURE: Final = Decoding(
    average_log_probability=-0.1, no_speech_probability=0, compression_ratio=1, temperature=0
)
FIRST: Final = TimeSpan(0, 4)
SECOND: Final = TimeSpan(5, 9)
THIRD: Final = TimeSpan(12, 16)
A_BREATH: Final = TimeSpan(10, 10.7)


def said(*words: tuple[str, float], decoding: Decoding = SURE) -> Segment:
    """Words of half a second, given by text and start."""
    spoken = tuple(Word(text, TimeSpan(at, at + 0.5), 0.9) for text, at in words)
    return Segment(
        span=TimeSpan(spoken[0].span.start, spoken[-1].span.end),
        text="".join(text for text, _ in words).strip(),
        words=spoken,
        decoding=decoding,
    )


def spans_to_hear_again(packs: Sequence[SpeechPack], *segments: Segment) -> list[list[TimeSpan]]:
    return [list(pack.spans) for pack in unheard(packs, segments)]


def test_a_stretch_without_words_is_to_be_heard_again() -> None:
    pack = SpeechPack((FIRST, SECOND, THIRD))
    assert spans_to_hear_again([pack], said((" one", 1), (" three", 13))) == [[SECOND]]


def test_stretches_without_words_stay_together() -> None:
    pack = SpeechPack((FIRST, SECOND, THIRD))
    assert spans_to_hear_again([pack], said((" one", 1))) == [[SECOND, THIRD]]


def test_where_every_stretch_has_words_nothing_is_heard_again() -> None:
    pack = SpeechPack((FIRST, SECOND))
    assert spans_to_hear_again([pack], said((" one", 1), (" two", 6))) == []


def test_a_piece_without_any_words_is_not_heard_again() -> None:
    silent, spoken = SpeechPack((SECOND, THIRD)), SpeechPack((FIRST,))
    assert spans_to_hear_again([spoken, silent], said((" one", 1))) == []


def test_a_breath_is_not_worth_hearing_again() -> None:
    pack = SpeechPack((FIRST, A_BREATH))
    assert spans_to_hear_again([pack], said((" one", 1))) == []


def test_what_was_heard_later_cuts_the_segment_around_it() -> None:
    around, between = said((" one", 1), (" five", 13)), said((" two", 5), (" three", 6))
    parts = in_order_of_time([around, between])
    assert [part.text for part in parts] == ["one", "two three", "five"]
    assert [part.span for part in parts] == [TimeSpan(1, 1.5), TimeSpan(5, 6.5), TimeSpan(13, 13.5)]


def test_every_part_keeps_how_sure_the_engine_was_of_it() -> None:
    unsure = Decoding(
        average_log_probability=-0.9, no_speech_probability=0, compression_ratio=1, temperature=0
    )
    around, between = said((" one", 1), (" five", 13)), said((" two", 5), decoding=unsure)
    assert [part.decoding for part in in_order_of_time([around, between])] == [SURE, unsure, SURE]


def test_segments_that_follow_one_another_stay_as_they_are() -> None:
    segments = [said((" one", 1), (" two", 2)), said((" three", 5))]
    assert in_order_of_time(segments) == segments


def test_a_segment_without_words_keeps_its_place() -> None:
    mute = Segment(span=SECOND, text="two", words=(), decoding=SURE)
    parts = in_order_of_time([said((" one", 1)), said((" three", 13)), mute])
    assert [part.text for part in parts] == ["one", "two", "three"]


def test_stretches_that_come_out_empty_are_heard_again_by_themselves() -> None:
    asked: list[list[TimeSpan]] = []

    def hear(packs: Sequence[SpeechPack]) -> list[Segment]:
        asked.append([span for pack in packs for span in pack.spans])
        at_first = said((" one", 1), (" three", 13))
        return [at_first] if len(asked) == 1 else [said((" two", 6))]

    heard = heard_out([SpeechPack((FIRST, SECOND, THIRD))], hear)
    assert asked == [[FIRST, SECOND, THIRD], [SECOND]]
    assert [segment.text for segment in heard] == ["one", "two", "three"]


def test_what_stays_empty_is_given_up() -> None:
    asked: list[int] = []

    def hear(packs: Sequence[SpeechPack]) -> list[Segment]:
        asked.append(len(packs))
        first = packs[0].spans[0]
        return [said((" one", first.start))] if len(asked) < 9 else []

    spans = tuple(TimeSpan(start, start + 2) for start in range(0, 40, 4))
    heard_out([SpeechPack(spans)], hear)
    assert asked == [1, 1, 1]
