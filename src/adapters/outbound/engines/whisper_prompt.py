"""What Whisper is told before it hears a window: words to expect, and what was said before."""

from dataclasses import dataclass
from typing import Any, Final, Self

from domain.transcription_options import TranscriptionOptions

_ROOM: Final = 223
"""Tokens: half of what the decoder can hold, less one (OpenAI's decoding.py, n_ctx // 2 - 1)."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """Hotwords and prompt together, no longer than the decoder has room for."""

    tokens: tuple[int, ...]
    warnings: tuple[str, ...] = ()

    @classmethod
    def of(cls, options: TranscriptionOptions, tokenizer: Any) -> Self:  # noqa: ANN401
        """`tokenizer` is a tokenizers.Tokenizer. Of hotwords the first are kept, of a prompt the
        last: it is what was said right before."""
        hotwords = _tokens(options.hotwords, tokenizer)
        before = _tokens(options.initial_prompt, tokenizer)
        room_for_hotwords = max(_ROOM - len(before), _ROOM // 2)
        expected = hotwords[:room_for_hotwords]
        room = _ROOM - len(expected)
        kept = before[-room:]
        warnings = []
        if len(expected) < len(hotwords):
            warnings.append(_too_long("hotwords", "first", len(expected), len(hotwords)))
        if len(kept) < len(before):
            warnings.append(_too_long("initial_prompt", "last", len(kept), len(before)))
        return cls((*expected, *kept), tuple(warnings))


def _tokens(text: str | None, tokenizer: Any) -> list[int]:  # noqa: ANN401
    if text is None or not text.strip():
        return []
    return list(tokenizer.encode(f" {text.strip()}", add_special_tokens=False).ids)


def _too_long(name: str, which: str, kept: int, given: int) -> str:
    return (
        f"{name} is longer than the model can be told: "
        f"of its {given} tokens the {which} {kept} were used."
    )
