"""The packages that an engine needs, which not every installation has."""

from dataclasses import dataclass
from importlib.util import find_spec

from application.errors import EngineUnavailableError


@dataclass(frozen=True, slots=True)
class NeededPackages:
    names: tuple[str, ...]
    not_installed: str
    """What to say, and what to do, where one is missing."""

    @property
    def problem(self) -> str | None:
        """Finds without importing."""
        return None if all(find_spec(name) for name in self.names) else self.not_installed

    def require(self) -> None:
        """Raises EngineUnavailableError."""
        if problem := self.problem:
            raise EngineUnavailableError(problem)
