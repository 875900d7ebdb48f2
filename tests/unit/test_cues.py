"""Subtitles that people can read."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from application.formats.caption_pieces import columns
from application.formats.cues import Cue, cues_of
from application.formats.presentation import Presentation
from domain.languages import Language
from domain.speaker import SpeakerLabel, speaker_label
from domain.subtitle_shape import SubtitleShape
from domain.time_span import TimeSpan
from domain.transcript import Segment, Transcript
from domain.transcription_options import Task
from tests.fakes.transcripts import SURE, a_segment, a_transcript, a_word

ADA, GRACE = speaker_label(0), speaker_label(1)
_ENOUGH = 1000.0


def cues(
    *segments: Segment,
    language: str = "en",
    shape: SubtitleShape | None = None,
    task: Task = Task.TRANSCRIBE,
) -> list[Cue]:
    transcript = Transcript(
        language=Language(language),
        language_probability=1,
        duration=_ENOUGH,
        segments=segments,
        model="tiny",
    )
    return cues_of(transcript, Presentation(shape=shape or SubtitleShape(), task=task))


def said(
    text: str, start: float = 0.0, *, each: float = 0.4, speaker: SpeakerLabel | None = None
) -> Segment:
    """A word after the other, each as long."""
    words = [
        a_word(f" {word}", start + number * each, start + (number + 1) * each)
        for number, word in enumerate(text.split())
    ]
    return a_segment(*words, speaker=speaker)


def a_wordless_segment(text: str, start: float, end: float) -> Segment:
    return Segment(span=TimeSpan(start, end), text=text, words=(), decoding=SURE)


def shown(cue: Cue) -> str:
    return "|".join(cue.lines)


def test_a_line_breaks_after_punctuation() -> None:
    [cue] = cues(said("I was going home that night, as I did every single day"))
    assert shown(cue) == "I was going home that night,|as I did every single day"


def test_a_line_breaks_before_a_conjunction() -> None:
    [cue] = cues(said("He asked her something warm and she quickly left him"))
    assert shown(cue) == "He asked her something warm|and she quickly left him"


def test_a_line_breaks_before_a_preposition_and_not_after_it() -> None:
    [cue] = cues(said("He went with his whole family to the little village"))
    assert shown(cue) == "He went with his whole family|to the little village"


@pytest.mark.parametrize(
    "together", ["Mr. Fish", "the horse", "Ada Lovelace", "20 percent", "would never"]
)
def test_what_belongs_together_stays_on_a_line(together: str) -> None:
    [cue] = cues(said(f"Yesterday evening somebody saw {together} running away again", each=0.3))
    assert any(together in line for line in cue.lines), shown(cue)


def test_a_translation_is_english_whatever_was_spoken() -> None:
    text = "He asked her something warm and she quickly left him"
    [cue] = cues(said(text), language="fr", task=Task.TRANSLATE)
    assert shown(cue).split("|")[1].startswith("and ")


def test_what_fits_on_a_line_is_not_broken() -> None:
    assert shown(cues(said("He came, and he saw."))[0]) == "He came, and he saw."


def test_a_sentence_has_a_cue_of_its_own() -> None:
    first, second = "This is the first of them.", "And this is another one."
    assert [shown(cue) for cue in cues(said(first), said(second, 3))] == [first, second]


def test_sentences_too_short_to_read_share_a_cue() -> None:
    [cue] = cues(
        said("No.", each=0.3), said("No.", 0.3, each=0.3), said("Not that.", 0.6, each=0.3)
    )
    assert shown(cue) == "No. No. Not that."


def test_a_pause_ends_a_cue() -> None:
    assert [shown(cue) for cue in cues(said("Well,"), said("maybe not.", 1.5))] == [
        "Well,",
        "maybe not.",
    ]


def test_another_speaker_begins_another_cue() -> None:
    one, other = cues(said("Why?", speaker=ADA), said("Why not?", 0.4, speaker=GRACE))
    assert (shown(one), shown(other)) == ("[SPEAKER_00] Why?", "[SPEAKER_01] Why not?")


def test_every_cue_names_its_speaker() -> None:
    text = "one two three four five six seven eight nine ten " * 4
    several = cues(said(text, speaker=ADA))
    assert len(several) > 1
    assert all(cue.lines[0].startswith("[SPEAKER_00] ") for cue in several)
    assert all("SPEAKER" not in line for cue in several for line in cue.lines[1:])


def test_a_short_cue_stays_as_long_as_a_reader_needs() -> None:
    [cue] = cues(a_segment(a_word(" No.", 1, 1.2)))
    assert cue.span == TimeSpan(1, 2)


def test_a_cue_spoken_fast_stays_until_it_is_read() -> None:
    text = "thirty-four characters, as it seems"
    [cue] = cues(said(text, each=0.1))
    assert cue.span.duration == pytest.approx(len(text) / 17)


def test_a_cue_stays_no_longer_than_the_recording() -> None:
    # The recording that `a_transcript` makes lasts 12.5 s.
    [cue] = cues_of(a_transcript(a_segment(a_word(" No.", 12.0, 12.2))))
    assert cue.span == TimeSpan(12.0, 12.5)


def test_a_cue_makes_way_for_the_next_and_the_eye_sees_it_change() -> None:
    one, other = cues(
        a_segment(a_word(" No.", 1, 1.2), speaker=ADA),
        a_segment(a_word(" Yes.", 1.6, 2), speaker=GRACE),
    )
    assert 1.2 < one.span.end < other.span.start == 1.6


def test_voices_that_overlap_are_shown_in_turn() -> None:
    one, other = cues(said("I think that", 1, speaker=ADA), said("No.", 1.5, speaker=GRACE))
    assert (one.span.end, other.span.start) == (1.5, 1.5)


def test_no_cue_stays_for_longer_than_seven_seconds() -> None:
    slow = said("one two three four five six seven", each=2.0)
    assert all(cue.span.duration <= 7 for cue in cues(slow))
    assert len(cues(slow)) > 1


def test_the_shape_is_what_was_asked_for() -> None:
    shape = SubtitleShape(max_line_width=20, max_line_count=3)
    [cue] = cues(said("one two three four five six seven eight nine ten", each=0.3), shape=shape)
    assert shown(cue) == "one two three four|five six seven|eight nine ten"


def test_full_width_characters_count_twice() -> None:
    words = [a_word("会議を", number, number + 0.5) for number in range(40)]
    several = cues(a_segment(*words), language="ja")
    assert "".join(line for cue in several for line in cue.lines) == "会議を" * 40
    assert max(len(line) for cue in several for line in cue.lines) <= 21


def test_japanese_breaks_after_its_comma_and_begins_no_line_with_one() -> None:
    text = "会議は明日の午後から始まりますので、資料を今日中に送ってください。"
    words = [a_word(character, n * 0.15, n * 0.15 + 0.15) for n, character in enumerate(text)]
    [cue] = cues(a_segment(*words), language="ja")
    assert shown(cue) == "会議は明日の午後から始まりますので、|資料を今日中に送ってください。"


def test_chinese_without_word_times_is_cut_between_characters() -> None:
    several = cues(a_wordless_segment("我们明天开会" * 12, 0, 20), language="zh")
    assert "".join(line for cue in several for line in cue.lines) == "我们明天开会" * 12
    assert max(columns(line) for cue in several for line in cue.lines) <= 42


def test_a_segment_without_words_shares_its_time_among_its_text() -> None:
    text = " ".join(["four"] * 40)
    several = cues(a_wordless_segment(text, 10, 50))
    assert " ".join(" ".join(cue.lines) for cue in several) == text
    assert several[0].span.start == 10
    assert several[-1].span.end == pytest.approx(50)


def test_segments_whose_space_was_left_out_are_set_apart() -> None:
    [cue] = cues(
        a_segment(a_word("No.", 0, 0.2)), a_segment(a_word("No", 0.2, 0.4), a_word("!", 0.4, 0.5))
    )
    assert shown(cue) == "No. No!"


def test_a_name_leaves_room_for_what_is_said() -> None:
    name = SpeakerLabel("Her Royal Highness the Queen of Nowhere")
    first = cues(said("one two three four five six", speaker=name))[0].lines[0]
    assert first == f"[{name}] one two three"


written = st.text(st.characters(categories=["L", "P", "N"]), min_size=1, max_size=30)
spaced = st.tuples(st.sampled_from(["", " "]), written).map("".join)
Talk: TypeAlias = Sequence[tuple[Sequence[tuple[str, float, float]], SpeakerLabel | None]]
talks = st.lists(
    st.tuples(
        st.lists(st.tuples(spaced, st.floats(0.03, 3), st.floats(0, 2)), min_size=1, max_size=8),
        st.sampled_from([None, ADA, GRACE]),
    ),
    min_size=1,
    max_size=5,
)
shapes = st.builds(
    SubtitleShape, max_line_width=st.integers(10, 80), max_line_count=st.integers(1, 4)
)


def spoken(talk: Talk) -> list[Segment]:
    """One word after the other, with the pauses between."""
    segments, at = [], 0.0
    for texts, speaker in talk:
        words = []
        for text, lasts, pause in texts:
            words.append(a_word(text, at, at + lasts))
            at += lasts + pause
        segments.append(a_segment(*words, speaker=speaker))
    return segments


def without_names(cue: Cue) -> list[str]:
    return [cue.lines[0].removeprefix(cue.prefix), *cue.lines[1:]]


@settings(max_examples=40)
@given(talks, shapes)
def test_no_cue_is_larger_than_asked_for(talk: Talk, shape: SubtitleShape) -> None:
    for cue in cues(*spoken(talk), shape=shape):
        assert len(cue.lines) <= shape.max_line_count
        assert all(columns(line) <= shape.max_line_width for line in without_names(cue))
        if shape.max_line_width > len("[SPEAKER_00] ") + 16:
            assert all(columns(line) <= shape.max_line_width for line in cue.lines)


@settings(max_examples=40)
@given(talks, shapes)
def test_no_word_is_lost_or_moved(talk: Talk, shape: SubtitleShape) -> None:
    lines = [line for cue in cues(*spoken(talk), shape=shape) for line in without_names(cue)]
    texts = [text for segment in spoken(talk) for text in [w.text for w in segment.words]]
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", "".join(texts))


@settings(max_examples=40)
@given(talks, shapes)
def test_cues_cover_their_words_and_never_overlap(talk: Talk, shape: SubtitleShape) -> None:
    several = cues(*spoken(talk), shape=shape)
    for cue in several:
        pieces = [piece for row in cue.rows for piece in row]
        if all(piece.span.duration > 0.02 for piece in pieces):
            assert cue.span.start <= pieces[0].span.start + 1e-6
        assert cue.span.end >= pieces[-1].span.end - 1e-6 or len(several) > 1
    assert all(one.span.end <= other.span.start for one, other in pairwise(several))


@settings(max_examples=40)
@given(
    st.lists(st.tuples(spaced, st.floats(0, 20), st.floats(0.001, 5)), min_size=1, max_size=12).map(
        lambda words: sorted(words, key=lambda word: word[1])
    ),
    shapes,
)
def test_words_that_overlap_still_make_cues_in_turn(
    words: Sequence[tuple[str, float, float]], shape: SubtitleShape
) -> None:
    segments = [
        a_segment(a_word(text, start, start + lasts), speaker=speaker_label(number % 3))
        for number, (text, start, lasts) in enumerate(words)
    ]
    several = cues(*segments, shape=shape)
    assert all(one.span.end <= other.span.start for one, other in pairwise(several))
