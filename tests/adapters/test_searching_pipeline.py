"""Looking for words again at higher temperatures, with a model that says what it was told to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from types import SimpleNamespace
from typing import Final, TypeAlias

import numpy as np
import pytest

from adapters.outbound.engines.searching_pipeline import SearchingPipeline
from adapters.outbound.engines.unwritten_tokens import UnwrittenTokens
from adapters.outbound.engines.whisper_prompt import Prompt
from adapters.outbound.engines.whisper_search import WhisperSearch, do_nothing
from application.ports.progress import NoLongerWantedError
from domain.decoding_options import DEFAULT_DECODING, DecodingOptions

GOOD: Final = ("Ever tried. Ever failed.", -0.2)
LOOP: Final = ("no " * 60, -0.1)
UNLIKELY: Final = ("Evert ride.", -1.5)
Text: TypeAlias = tuple[str, float]


class WrittenOut:
    """A token is a letter."""

    def decode(self, tokens: Sequence[int]) -> str:
        return "".join(map(chr, tokens))


@dataclass
class ScriptedModel:
    """Answers each window at each temperature, and remembers how it was asked."""

    texts: dict[float, list[Text]]
    max_length: int = 448
    asked: list[dict[str, float]] = field(default_factory=list)
    encoded: int = 0

    @property
    def model(self) -> "ScriptedModel":
        return self

    def encode(self, features: Sequence[object]) -> object:
        self.encoded += 1
        return SimpleNamespace(shape=[len(features)])

    def get_prompt(
        self, _tokenizer: object, *, previous_tokens: list[int], **_: object
    ) -> list[int]:
        return [1, *previous_tokens]

    def generate(
        self, _encoded: object, prompts: Sequence[object], **how: float
    ) -> list[SimpleNamespace]:
        self.asked.append({"windows": len(prompts), **how})
        waiting = self.texts[how.get("sampling_temperature", 0.0)]
        texts, waiting[:] = waiting[: len(prompts)], waiting[len(prompts) :]
        return [_result(*text) for text in texts]


def _result(text: str, average: float) -> SimpleNamespace:
    tokens = list(map(ord, text))
    score = average * (len(tokens) + 1) / len(tokens)
    return SimpleNamespace(sequences_ids=[tokens], scores=[score], no_speech_prob=0.1)


def pipeline_of(
    model: ScriptedModel,
    decoding: DecodingOptions = DEFAULT_DECODING,
    *,
    longest: float = 30.0,
    go_on: Callable[[], None] = do_nothing,
) -> SearchingPipeline:
    search = WhisperSearch(
        task="transcribe",
        decoding=decoding,
        prompt=Prompt(()),
        unwritten=UnwrittenTokens((-1,)),
        go_on=go_on,
    )
    return SearchingPipeline(model, search, longest)


def found_by(pipeline: SearchingPipeline, windows: int = 1) -> list[str]:
    features = np.zeros((windows, 80, 3000), np.float32)
    asked = SimpleNamespace(suppress_blank=True, suppress_tokens=())
    _, found = pipeline.generate_segment_batched(features, WrittenOut(), asked)
    return [WrittenOut().decode(one["tokens"]) for one in found]


def test_text_that_is_good_is_not_looked_for_again() -> None:
    model = ScriptedModel({0.0: [GOOD]})
    pipeline = pipeline_of(model, replace(DEFAULT_DECODING, beam_size=3, patience=1.5))
    assert found_by(pipeline) == [GOOD[0]]
    (asked,) = model.asked
    assert (asked["beam_size"], asked["patience"]) == (3, 1.5)
    (decoding,) = pipeline.found
    assert decoding.average_log_probability == pytest.approx(-0.2)


def test_only_the_window_that_is_no_good_is_looked_at_again() -> None:
    model = ScriptedModel({0.0: [GOOD, LOOP, GOOD], 0.2: [UNLIKELY], 0.4: [GOOD]})
    pipeline = pipeline_of(model, replace(DEFAULT_DECODING, best_of=4))
    assert found_by(pipeline, windows=3) == [GOOD[0]] * 3
    assert [one.temperature for one in pipeline.found] == [0.0, 0.4, 0.0]
    assert [asked["windows"] for asked in model.asked] == [3, 1, 1]
    assert {asked["num_hypotheses"] for asked in model.asked[1:]} == {4}
    assert model.encoded == 2


def test_a_window_by_itself_is_not_encoded_again() -> None:
    model = ScriptedModel({0.0: [LOOP], 0.2: [GOOD]})
    found_by(pipeline_of(model))
    assert model.encoded == 1


def test_nobody_tries_again_for_a_text_that_nobody_wants_any_more() -> None:
    def nobody_wants_it() -> None:
        raise NoLongerWantedError

    model = ScriptedModel({0.0: [LOOP], 0.2: [GOOD]})
    pipeline = pipeline_of(model, go_on=nobody_wants_it)
    with pytest.raises(NoLongerWantedError):
        found_by(pipeline)
    assert len(model.asked) == 1


def test_where_none_is_good_the_likeliest_that_does_not_repeat_itself_is_taken() -> None:
    worse = ("Everest.", -2.0)
    texts = {0.0: [LOOP], 0.2: [worse], 0.4: [UNLIKELY], 0.6: [worse], 0.8: [LOOP], 1.0: [worse]}
    pipeline = pipeline_of(ScriptedModel(texts))
    assert found_by(pipeline) == [UNLIKELY[0]]
    assert pipeline.found[0].temperature == 0.4


def test_a_temperature_that_was_asked_for_is_the_only_one() -> None:
    model = ScriptedModel({0.8: [LOOP]})
    pipeline = pipeline_of(model, replace(DEFAULT_DECODING, temperature=0.8))
    found_by(pipeline)
    (asked,) = model.asked
    assert (asked["sampling_topk"], asked["beam_size"]) == (0, 1)
    assert pipeline.found[0].temperature == 0.8


def test_a_short_piece_is_not_given_the_time_to_loop() -> None:
    model = ScriptedModel({0.0: [GOOD, GOOD]})
    found_by(pipeline_of(model, longest=0.5))
    found_by(pipeline_of(model, longest=30))
    assert [asked["max_length"] for asked in model.asked] == [46, 448]
