"""Whether two recordings are of the same speaker."""

from dataclasses import dataclass

from application.gallery import Gallery
from domain.voice_print import VoicePrint


@dataclass(frozen=True, slots=True)
class Verification:
    score: float
    """The similarity of the two voices, -1..1."""
    threshold: float

    @property
    def is_same(self) -> bool:
        return self.score >= self.threshold


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifySpeakers:
    """By the same measure and threshold as those who are enrolled are recognised by."""

    gallery: Gallery

    def __call__(self, one: VoicePrint, other: VoicePrint) -> Verification:
        return Verification(one.similarity(other), self.gallery.threshold)
