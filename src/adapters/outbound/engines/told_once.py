"""What is heard of a recording that one engine begins and another one takes over."""

from dataclasses import replace
from typing import final

from application.ports.progress import ReportHeard
from application.retelling import Retelling
from domain.transcript import Segment, Transcription


@final
class ToldOnce:
    def __init__(self, heard: ReportHeard) -> None:
        self._heard = heard
        self._told: list[Segment] = []

    def anew(self) -> ReportHeard:
        """For an engine that begins at the beginning: what the ones before it have told is left
        out."""
        retelling = Retelling.after(self._told)

        def tell(part: Transcription) -> None:
            if new := retelling.new_in(part.segments):
                self._told += new
                self._heard(replace(part, segments=tuple(new)))

        return tell
