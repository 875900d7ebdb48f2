"""Which models are in memory, and for how long."""

from typing import Annotated

from pydantic import Field

from infrastructure.variables.reading import Variables, named


class MemorySettings(Variables):
    model_keep_alive_seconds: Annotated[int, Field(ge=0)] = Field(
        default=0, validation_alias=named("MODEL_KEEP_ALIVE_SECONDS", "MODEL_IDLE_TIMEOUT")
    )
    """How long a model, of whatever kind, stays in memory after its last use. 0: for ever."""

    model_eviction_interval_seconds: Annotated[int, Field(ge=1)] = 60
    """Seconds between two looks for such models; at least 30, whatever is set."""

    preload: bool = False
    """1 loads at the start, in the background, the models that requests without options use."""

    preload_model: str | None = None
    """A Whisper model to load at the start, in the background. It is the default model, too, unless
    WHISPER_MODEL names it: the two may not disagree."""
