"""Who is who among voices that are made, so that the truth is known."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from adapters.outbound.engines.diarization import people as people_module
from adapters.outbound.engines.diarization.frames import Vectors, first_frame, unit
from adapters.outbound.engines.diarization.people import people
from adapters.outbound.engines.diarization.rules import RULES
from adapters.outbound.engines.diarization.telling_apart import ToldApart, tell_apart
from domain.speaker import ANY_NUMBER, SpeakerCount
from tests.adapters.diarization.made_voices import Conversation, Voices, in_turn


def told(
    conversation: Conversation,
    number: int,
    count: SpeakerCount = ANY_NUMBER,
    moved: float = 0.0,
    seed: int = 0,
) -> tuple[ToldApart, Sequence[Vectors]]:
    voices = Voices(seed)
    persons = [voices.person() for _ in range(number)]
    heard = conversation.heard(voices, persons)
    looked = conversation.looked_at(heard, voices, persons)
    return tell_apart(heard, looked, RULES.moved(moved), count), persons


def found(result: ToldApart) -> int:
    return len({name for *_, name in result.floor})


@pytest.mark.parametrize("moved", [-0.1, 0.0, 0.1])
@pytest.mark.parametrize("number", [1, 2, 3, 4, 6])
def test_everybody_is_found_and_nobody_else_wherever_the_threshold_is(
    number: int, moved: float
) -> None:
    result, _ = told(in_turn(number, max(8, 4 * number)), number, moved=moved, seed=number)
    assert found(result) == number


def test_whoever_is_found_sounds_like_somebody_who_was_there() -> None:
    result, persons = told(in_turn(3, 12), 3)
    alike = result.vectors @ np.stack(persons).T
    assert sorted(alike.argmax(axis=1).tolist()) == [0, 1, 2]
    assert alike.max(axis=1).min() > 0.9


def test_turns_are_given_to_those_who_speak_in_them() -> None:
    conversation = in_turn(2, 8)
    result, _ = told(conversation, 2)
    names = [name for *_, name in sorted(result.floor)]
    assert len(names) == len(conversation.turns)
    assert all(one != other for one, other in pairwise(names))


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (SpeakerCount(2, 2), 2),
        (SpeakerCount(at_most=1), 1),
        (SpeakerCount(5, 5), 5),
        (SpeakerCount(at_least=4), 4),
        (SpeakerCount(2, 6), 3),
        (SpeakerCount(3, 3), 3),
    ],
)
def test_as_many_are_found_as_there_may_be(count: SpeakerCount, expected: int) -> None:
    voices = Voices(1)
    persons = [voices.person() for _ in range(3)]
    heard = in_turn(3, 12).heard(voices, persons)
    assert len(people(heard, RULES, count)) == expected


def test_two_voices_of_one_window_are_two_people_even_if_they_are_alike() -> None:
    voices = Voices(2)
    one = voices.person()
    persons = [one, unit(one + 0.9 * voices.person())]
    assert 0.8 < float(persons[0] @ persons[1]) < 0.95
    heard = in_turn(2, 16, frames=120).heard(voices, persons)
    rules = replace(RULES, same_person=0.2, same_moment=0.15)
    assert len(people(heard, rules, ANY_NUMBER)) == 2
    assert len(people(heard, replace(rules, heard_apart=0.0), ANY_NUMBER)) == 1


def test_a_turn_that_windows_give_to_another_is_given_back_when_it_is_heard_by_itself() -> None:
    voices = Voices(3)
    persons = [voices.person() for _ in range(2)]
    conversation = in_turn(2, 12)
    heard = conversation.heard(voices, persons)
    looked = conversation.looked_at(heard, voices, persons)
    # In the windows somebody's fourth turn is one voice with the turn before.
    _, first, after = conversation.turns[7]
    _, other_first, _ = conversation.turns[6]
    deaf = heard.codes.copy()
    for window in range(len(deaf)):
        begin = first_frame(window)
        wrong = slice(max(0, first - begin), max(0, after - begin))
        right = deaf[window, max(0, other_first - begin) : max(0, first - begin)]
        if right.any():
            deaf[window, wrong] = np.where(deaf[window, wrong] > 0, right.max(), 0)
    result = tell_apart(replace(heard, codes=deaf), looked, RULES, ANY_NUMBER)
    names = [name for start, *_, name in sorted(result.floor) if start > first * 0.0168]
    assert names[0] != names[1]


def test_a_voice_that_is_heard_hardly_ever_is_nobody() -> None:
    conversation = in_turn(2, 10)
    # A third one says half a second.
    last = conversation.turns[-1][2]
    with_noise = Conversation(
        [*conversation.turns, (2, last + 20, last + 40)], conversation.windows
    )
    result, _ = told(with_noise, 3)
    assert found(result) == 2


def test_many_windows_are_compared_a_block_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = in_turn(3, 45)
    whole, _ = told(conversation, 3)
    monkeypatch.setattr(people_module, "BLOCK", 25)
    monkeypatch.setattr(people_module, "MOST_MOMENTS", 12)
    in_blocks, _ = told(conversation, 3)
    assert found(in_blocks) == found(whole) == 3


def test_who_speaks_at_the_same_time_is_heard_beside_the_one_who_leads() -> None:
    both = Conversation([(0, 0, 500), (1, 400, 900), (0, 950, 1400), (1, 1450, 1900)], 24)
    result, _ = told(both, 2)
    heard = sorted(result.overlapping)
    assert any(one[1] > other[0] + 0.5 for one, other in pairwise(heard))
    ends = [end for _, end, _ in sorted(result.floor)]
    starts = [start for start, *_ in sorted(result.floor)][1:]
    assert all(end <= start + 1e-9 for end, start in zip(ends, starts, strict=False))
