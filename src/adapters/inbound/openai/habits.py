"""What an operator decides about this door."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenaiHabits:
    whisper_1: str | None = None
    """The model that `whisper-1` stands for; None for the default one."""
    language_names: bool = False
    """Whether languages are told by their English names, as OpenAI does, and not by their codes."""
