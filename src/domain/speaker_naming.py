"""Which voices the speakers of a recording are compared with, to be called by name."""

from dataclasses import dataclass, replace
from typing import Final, Self

NOT_YET_KNOWN: Final = "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerNaming:
    """Of each source of names the version of its voices, so that nobody is answered with names of
    yesterday; None where it is not asked."""

    enrolled: str | None = None
    """Whoever the owner has enrolled."""
    samples: str | None = None
    """Whoever came with the request itself."""

    @property
    def is_wanted(self) -> bool:
        return self.enrolled is not None or self.samples is not None

    def among_enrolled(self, version: str) -> Self:
        """The same, where it is asked at all, of that version."""
        return self if self.enrolled is None else replace(self, enrolled=version)

    def among_samples(self, version: str) -> Self:
        return self if self.samples is None else replace(self, samples=version)


NO_NAMES: Final = SpeakerNaming()
AMONG_ENROLLED: Final = SpeakerNaming(enrolled=NOT_YET_KNOWN)
"""Whoever takes the request looks up the version."""
AMONG_SAMPLES: Final = SpeakerNaming(samples=NOT_YET_KNOWN)
"""Whoever hears the samples knows it."""
