"""All that Whisper has to heed when it looks for the words of one recording."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Self, TypeAlias

from adapters.outbound.engines.unwritten_tokens import UnwrittenTokens
from adapters.outbound.engines.whisper_prompt import Prompt
from domain.decoding_options import DecodingOptions
from domain.languages import Language
from domain.transcription_options import Task, TranscriptionOptions

WhisperModel: TypeAlias = Any
"""faster-whisper has no types."""


def do_nothing() -> None:
    """For whoever waits to the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhisperSearch:
    """What was asked for, in the tokens of one model."""

    task: str
    decoding: DecodingOptions
    prompt: Prompt
    unwritten: UnwrittenTokens
    retries: bool = True
    """Whether text that is no good is looked for again."""
    languages: tuple[str, ...] = ()
    """Which it can be, by code, where it has to be told; any, where none is named."""
    strangers: tuple[str, ...] = ()
    go_on: Callable[[], None] = do_nothing
    """Called between two tries, from whichever thread tries. It may raise: nobody wants the text
    any more."""

    @classmethod
    def of(cls, options: TranscriptionOptions, model: WhisperModel) -> Self:
        tokenizer = model.hf_tokenizer
        return cls(
            task=options.task.value,
            decoding=options.decoding,
            prompt=Prompt.of(options, tokenizer),
            unwritten=UnwrittenTokens.of(options.decoding, tokenizer),
            languages=options.language_search.among,
            strangers=() if model.model.is_multilingual else _only_english(options),
        )

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was asked for and is not heeded."""
        return (
            *self.prompt.warnings,
            *self.unwritten.warnings,
            *self.strangers,
            *self._impatient,
        )

    @property
    def patience(self) -> float:
        """At least as much as finishes one hypothesis: CTranslate2 refuses less."""
        return max(self.decoding.patience, 1 / self.decoding.beam_size)

    @property
    def _impatient(self) -> tuple[str, ...]:
        if self.patience == self.decoding.patience:
            return ()
        warning = (
            f"patience={self.decoding.patience:g} is too little for beam_size="
            f"{self.decoding.beam_size}, and {self.patience:.3g} was used: "
            "the search would end before it has found a text."
        )
        return (warning,)

    @property
    def at_first_glance(self) -> Self:
        """One search, and whatever it finds."""
        return replace(self, decoding=replace(self.decoding, temperature=0.0), retries=False)

    @property
    def temperatures(self) -> tuple[float, ...]:
        """In the order in which they are tried."""
        return self.decoding.temperatures if self.retries else self.decoding.temperatures[:1]


def _only_english(options: TranscriptionOptions) -> tuple[str, ...]:
    known = f"the model {options.model} knows English only"
    asked = []
    if options.language not in (None, Language("en")):
        asked.append(f"language={options.language}")
    if options.task is Task.TRANSLATE:
        asked.append("task=translate")
    return tuple(f"{each} was not heeded: {known}." for each in asked)
