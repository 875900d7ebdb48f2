"""How speech is told from silence, as OpenAI has it asked for."""

from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from adapters.inbound.option_fields import Number
from domain.speech import LONGEST_PAUSE

_LONGEST_PAUSE_MS: Final = int(LONGEST_PAUSE * 1000)
Milliseconds = Annotated[int, Field(ge=0, le=_LONGEST_PAUSE_MS)]


class ServerVad(BaseModel):
    """How speech is told from silence."""

    model_config = ConfigDict(extra="allow")

    type: Literal["server_vad"] = "server_vad"
    threshold: Annotated[Number, Field(ge=0, le=1)] | None = Field(
        default=None,
        description="The probability at which speech begins; usually 0.5.",
        examples=[0.5],
    )
    prefix_padding_ms: Milliseconds | None = Field(
        default=None,
        description="What is added before and after speech; usually 250.",
        examples=[250],
    )
    silence_duration_ms: Milliseconds | None = Field(
        default=None,
        description="How much silence ends a stretch of speech; usually 160.",
        examples=[160],
    )

    def given(self) -> dict[str, object]:
        """By the names that all doors share."""
        return {
            "vad_onset": self.threshold,
            "vad_padding": _seconds(self.prefix_padding_ms),
            "vad_min_silence": _seconds(self.silence_duration_ms),
        }


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def _strategy(given: Any) -> Any:  # noqa: ANN401 - before anybody knows what it is
    if given == "auto":
        return None
    if not isinstance(given, dict | ServerVad):
        raise PydanticCustomError(
            "chunking_strategy", "it is auto, or an object whose type is server_vad"
        )
    return given


ChunkingStrategy = Annotated[
    ServerVad | None,
    BeforeValidator(_strategy, json_schema_input_type=ServerVad | Literal["auto"] | None),
]
"""None is `auto`."""
