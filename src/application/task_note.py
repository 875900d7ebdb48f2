"""What the task API remembers of a task besides its job."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskNote:
    task_params: Mapping[str, object] = field(default_factory=dict)
    """What was asked, by the names of the API."""
    language: str | None = None
    """A code; None where it was not said."""
    file_name: str | None = None
    url: str | None = None
    audio_duration: float | None = None
    """Seconds."""
    warnings: tuple[str, ...] = ()
    """What was asked and cannot be had."""

    def as_json(self) -> dict[str, object]:
        return {**asdict(self), "warnings": list(self.warnings)}

    @classmethod
    def of(cls, note: Mapping[str, Any]) -> Self:
        """Of any job's note: one that came through another door says nothing of this."""
        known = {each.name: note[each.name] for each in fields(cls) if each.name in note}
        return cls(**{**known, "warnings": tuple(known.get("warnings", ()))})
