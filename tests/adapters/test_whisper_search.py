"""What Whisper has to heed, in the tokens of a real model."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Final, TypeAlias

import pytest
from tokenizers import Tokenizer  # type: ignore[import-untyped]

from adapters.outbound.engines.unwritten_tokens import UnwrittenTokens, numeral_tokens
from adapters.outbound.engines.whisper_prompt import Prompt
from adapters.outbound.engines.whisper_search import WhisperSearch
from domain.decoding_options import DecodingOptions
from domain.languages import Language
from domain.transcription_options import Task, TranscriptionOptions

TINY: Final = TranscriptionOptions(model="tiny.en")
Vocabulary: TypeAlias = Any
Model: TypeAlias = Any
"""The libraries have no types."""


@pytest.fixture(scope="module")
def tokenizer(tiny_weights: Path) -> Vocabulary:
    return Tokenizer.from_file(str(tiny_weights / "tokenizer.json"))


def asked(**options: Any) -> TranscriptionOptions:  # noqa: ANN401 - any of its fields
    return replace(TINY, **options)


def text_of(tokens: Sequence[int], tokenizer: Vocabulary) -> str:
    return str(tokenizer.decode(list(tokens)))


class TestPrompt:
    def test_nothing_is_told_where_nothing_was_given(self, tokenizer: Vocabulary) -> None:
        assert Prompt.of(asked(initial_prompt=" "), tokenizer) == Prompt(())

    def test_words_to_expect_stand_before_what_was_said(self, tokenizer: Vocabulary) -> None:
        prompt = Prompt.of(asked(hotwords="Hamm, Clov", initial_prompt="Me to play."), tokenizer)
        assert text_of(prompt.tokens, tokenizer) == " Hamm, Clov Me to play."
        assert prompt.warnings == ()

    def test_of_a_long_prompt_the_end_is_kept_and_a_warning_says_so(
        self, tokenizer: Vocabulary
    ) -> None:
        prompt = Prompt.of(asked(initial_prompt="Nothing. " * 200 + "The end."), tokenizer)
        assert len(prompt.tokens) == 223
        assert text_of(prompt.tokens, tokenizer).endswith("Nothing. The end.")
        (warning,) = prompt.warnings
        assert warning.startswith("initial_prompt is longer than the model can be told: ")
        assert warning.endswith("of its 403 tokens the last 223 were used.")

    def test_long_hotwords_and_a_long_prompt_share_the_room(self, tokenizer: Vocabulary) -> None:
        prompt = Prompt.of(asked(hotwords="Hamm " * 300, initial_prompt="No. " * 300), tokenizer)
        assert len(prompt.tokens) == 223
        assert len(prompt.warnings) == 2


class TestUnwrittenTokens:
    def test_symbols_stand_for_themselves(self, tokenizer: Vocabulary) -> None:
        assert UnwrittenTokens.of(DecodingOptions(), tokenizer) == UnwrittenTokens((-1,))

    def test_numerals_and_signs_of_money_are_found(self, tokenizer: Vocabulary) -> None:
        found = {text_of([token], tokenizer).strip() for token in numeral_tokens(tokenizer)}
        assert {"0", "7", "19", "2000", "$", "%"} <= found
        assert not {"a", "ten", "one", "."} & found

    def test_they_are_added_where_they_are_not_wanted(self, tokenizer: Vocabulary) -> None:
        options = DecodingOptions(suppress_numerals=True, suppress_tokens=(-1, 50))
        unwritten = UnwrittenTokens.of(options, tokenizer)
        assert unwritten.tokens == (-1, 50, *numeral_tokens(tokenizer))

    def test_tokens_that_the_model_lacks_are_left_out_with_a_warning(
        self, tokenizer: Vocabulary
    ) -> None:
        unwritten = UnwrittenTokens.of(DecodingOptions(suppress_tokens=(7, 99_999)), tokenizer)
        assert unwritten.tokens == (7,)
        assert unwritten.warnings == (
            "suppress_tokens names tokens that the model does not have: 99999.",
        )

    def test_the_end_of_the_text_and_other_control_tokens_stay_with_a_warning(
        self, tokenizer: Vocabulary
    ) -> None:
        end = tokenizer.token_to_id("<|endoftext|>")
        begin = tokenizer.token_to_id("<|startoftranscript|>")
        asked_for = DecodingOptions(suppress_tokens=(end - 1, end, begin))
        unwritten = UnwrittenTokens.of(asked_for, tokenizer)
        assert unwritten.tokens == (end - 1,)
        (warning,) = unwritten.warnings
        assert f"tokens that were not suppressed: {end}, {begin}." in warning

    def test_where_every_token_is_allowed_the_models_own_marks_are_not(
        self, tokenizer: Vocabulary
    ) -> None:
        unwritten = UnwrittenTokens.of(DecodingOptions(suppress_tokens=()), tokenizer)
        assert text_of(unwritten.tokens, tokenizer) == ""
        assert len(unwritten.tokens) == 1


class TestWarnings:
    @pytest.fixture
    def model(self, tokenizer: Vocabulary) -> Model:
        inside = SimpleNamespace(is_multilingual=False)
        return SimpleNamespace(hf_tokenizer=tokenizer, model=inside)

    def test_there_are_none_where_all_is_heeded(self, model: Model) -> None:
        options = asked(decoding=DecodingOptions(beam_size=1, best_of=1, temperature=0.5))
        assert WhisperSearch.of(options, model).warnings == ()

    def test_a_language_that_the_model_does_not_know_is_named(self, model: Model) -> None:
        options = TranscriptionOptions(model="/models/my-english", language=Language("fr"))
        (warning,) = WhisperSearch.of(options, model).warnings
        assert "language=fr was not heeded" in warning

    def test_translating_with_a_model_that_cannot_is_named(self, model: Model) -> None:
        options = TranscriptionOptions(model="/models/my-english", task=Task.TRANSLATE)
        (warning,) = WhisperSearch.of(options, model).warnings
        assert "task=translate was not heeded" in warning

    def test_a_search_goes_on_until_there_is_a_text(self, model: Model) -> None:
        options = asked(decoding=DecodingOptions(beam_size=2, patience=0.1))
        search = WhisperSearch.of(options, model)
        assert search.patience == 0.5
        assert "patience=0.1 is too little for beam_size=2, and 0.5 was used" in search.warnings[0]

    def test_a_glance_is_one_search_at_temperature_zero(self, model: Model) -> None:
        options = asked(decoding=DecodingOptions(temperature=0.8))
        assert WhisperSearch.of(options, model).at_first_glance.temperatures == (0.0,)
        assert WhisperSearch.of(asked(), model).temperatures[-1] == 1.0
