"""Words into sentences."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sentences import split_into_sentences
from domain.time_span import TimeSpan
from domain.transcript import Segment, Word
from tests.fakes.transcripts import SURE, a_segment, a_word


def spoken(*texts: str, each: float = 0.5) -> list[Word]:
    """Words without a pause between them."""
    return [a_word(text, at * each, (at + 1) * each) for at, text in enumerate(texts)]


def texts_of(segments: Sequence[Segment]) -> list[str]:
    return [segment.text for segment in segments]


def sentences(*texts: str) -> list[str]:
    return texts_of(split_into_sentences([a_segment(*spoken(*texts))]))


def test_a_segment_ends_with_its_sentence() -> None:
    assert sentences(" Hello.", " How", " are", " you?", " Fine!", " And") == [
        "Hello.",
        "How are you?",
        "Fine!",
        "And",
    ]


def test_a_segment_has_the_times_of_its_words() -> None:
    first, second = split_into_sentences([a_segment(*spoken(" One", " two.", " Three."))])
    assert (first.span, second.span) == (TimeSpan(0, 1), TimeSpan(1, 1.5))
    assert [word.text for word in first.words] == [" One", " two."]


def test_a_segment_lasts_as_long_as_its_longest_word() -> None:
    words = [a_word(" Well", 0, 3), a_word(" yes.", 1, 2)]
    (sentence,) = split_into_sentences([a_segment(*words)])
    assert sentence.span == TimeSpan(0, 3)


@pytest.mark.parametrize("end", [".", "!", "?", "…", "。", "！", "？", "؟", "।", "։", "።", "?!"])
@pytest.mark.parametrize("closer", ["", '"', "”", "’", "»", ")", "」", '")'])
def test_a_sentence_ends_in_many_scripts_and_inside_quotes(end: str, closer: str) -> None:
    assert len(sentences(f" over{end}{closer}", " Next")) == 2


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ((" I", " said", " no.", " Then"), 2),
        ((" I", " said", " no.", " we", " left"), 2),
        ((" see", " no.", " 5"), 1),
        ((" Chanel", " No.", " 5"), 1),
        ((" (no.", " 5)"), 1),
        ((" on", " Jan.", " 5"), 1),
        ((" and", " so", " am", " I.", " He"), 2),
        ((" pears,", " etc.", " are"), 1),
        ((" pears,", " etc.", " We"), 2),
    ],
)
def test_some_abbreviations_are_told_by_what_follows(words: tuple[str, ...], count: int) -> None:
    assert len(sentences(*words)) == count


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ((" e", ".g.", " London"), 1),
        ((" the", " U", ".S.", " Army"), 1),
        ((" J", ".K.", " Rowling"), 1),
        ((" Ph", ".D.", " Thesis"), 1),
        ((" z", ".B.", " Berlin"), 1),
        ((" at", " 5", " p", ".m.", " sharp"), 1),
        ((" at", " 5", " p", ".m.", " Then"), 2),
        ((" 3", ".5", " percent"), 1),
        ((" 3.", "5", " percent"), 1),
        ((" example.", "com", " is"), 1),
        ((" 3.", " května"), 1),
        ((" It", " is", " 5.", " Then"), 2),
    ],
)
def test_what_is_written_as_one_counts_as_one_though_it_is_several_words(
    words: tuple[str, ...], count: int
) -> None:
    assert len(sentences(*words)) == count


@pytest.mark.parametrize(
    "words",
    [
        (' "Really?"', " he", " asked."),
        (" “Stop!”", " they", " cried."),
        (" I", " was...", " going", " home."),
        (" I", " was…", " going", " home."),
        (" «", " Vraiment", " ?", " »"),
        (" What", "?", "!"),
        (" over", ".", '"'),
        ("是", "吗", "？", "！", "」"),
    ],
)
def test_a_sentence_goes_on_behind_its_punctuation(words: tuple[str, ...]) -> None:
    assert len(sentences(*words)) == 1


@pytest.mark.parametrize(
    "words",
    [
        (" Well...", " Then"),
        (' "Really?"', " Grace", " asked."),
        (" «", " Oui", " !", " »", " Alors"),
        (" Ja.“", " Er"),
        ("「", "はい", "。", "」", "と"),
        ("はい．", "次"),
        (" کہا۔", " پھر"),
    ],
)
def test_a_sentence_ends_behind_all_of_its_punctuation(words: tuple[str, ...]) -> None:
    first, second = sentences(*words)
    assert second == "".join(words).strip().removeprefix(first).strip()
    assert second[0].isalpha()


@pytest.mark.parametrize(
    "abbreviation", [" Mr.", " Dr.", " e.g.", " St.", " vs.", " J.", " É.", ' "Mr.', " (e.g."]
)
def test_an_abbreviation_does_not_end_a_sentence(abbreviation: str) -> None:
    assert len(sentences(" met", abbreviation, " Smith.")) == 1


@pytest.mark.parametrize("word", ["了。", "네.", " O!", " A?", " ja."])
def test_a_short_word_that_is_no_initial_ends_a_sentence(word: str) -> None:
    assert len(sentences("好", word, "我")) == 2


def test_chinese_is_divided_though_every_character_is_a_word() -> None:
    assert sentences("你", "好", "吗", "？", "我", "很", "好。", "再", "见。") == [
        "你好吗？",
        "我很好。",
        "再见。",
    ]


def test_a_decimal_point_does_not_end_a_sentence() -> None:
    assert sentences(" It", " is", " 3.14", " or", " so.") == ["It is 3.14 or so."]


def test_a_pause_ends_a_segment_whatever_its_punctuation() -> None:
    words = [a_word(" well", 0, 1), a_word(" er", 1.9, 2), a_word(" yes", 3, 4)]
    assert texts_of(split_into_sentences([a_segment(*words)])) == ["well er", "yes"]


def test_a_long_segment_ends_at_its_next_comma() -> None:
    words = spoken(" early,", *[" word"] * 12, " late,", " rest", each=1)
    first, second = split_into_sentences([a_segment(*words)])
    assert first.text.endswith("late,")
    assert second.text == "rest"


def test_a_segment_without_any_punctuation_ends_when_it_is_too_long() -> None:
    parts = split_into_sentences([a_segment(*spoken(*[" word"] * 50, each=1))])
    assert [part.span.duration for part in parts] == [20, 20, 10]


def test_a_segment_without_words_stays_as_it_is() -> None:
    wordless = Segment(span=TimeSpan(0, 60), text="One. Two.", words=(), decoding=SURE)
    assert split_into_sentences([wordless]) == [wordless]


def test_sentences_of_two_segments_are_not_joined() -> None:
    segments = [a_segment(a_word(" and", 0, 1)), a_segment(a_word(" so", 1, 2))]
    assert texts_of(split_into_sentences(segments)) == ["and", "so"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from([" yes", " no.", " Mr.", "了。", " so,", " what?!", ".5", " »", " 5."]),
            st.floats(min_value=0, max_value=3),
            st.floats(min_value=0.01, max_value=15),
        ),
        min_size=1,
    )
)
def test_no_word_is_lost_or_moved(said: list[tuple[str, float, float]]) -> None:
    words, at = [], 0.0
    for text, pause, length in said:
        words.append(a_word(text, at + pause, at + pause + length))
        at = words[-1].span.end
    parts = split_into_sentences([a_segment(*words)])
    assert [word for part in parts for word in part.words] == words
    assert all(part.text == "".join(word.text for word in part.words).strip() for part in parts)
    assert [part.span for part in parts] == sorted(part.span for part in parts)
