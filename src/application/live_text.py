"""What is heard of a job while it is transcribed, numbered for those who read along."""

from collections.abc import Sequence

from application.ports.progress import NoteHeard
from application.retelling import Retelling
from domain.transcript import Segment


class LiveText:
    """Goes on after what earlier attempts have told of the same job, `kept`: their segments keep
    their numbers, and of this attempt only those are told that come after them."""

    def __init__(self, kept: Sequence[Segment], note: NoteHeard) -> None:
        self._retelling = Retelling.after(kept)
        self._next = len(kept)
        self._note = note

    def tell(self, segments: Sequence[Segment]) -> None:
        """Those that follow what this attempt has told last."""
        if new := self._retelling.new_in(segments):
            self._note(dict(enumerate(new, start=self._next)))
            self._next += len(new)
