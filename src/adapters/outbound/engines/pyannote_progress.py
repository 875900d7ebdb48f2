"""How far pyannote has come, from the steps that it names."""

from collections.abc import Mapping
from typing import Final

from application.ports.progress import ReportFraction

SHARES: Final[Mapping[str, tuple[float, float]]] = {
    "segmentation": (0.0, 0.3),
    "speaker_counting": (0.3, 0.3),
    "embeddings": (0.3, 0.98),
    "discrete_diarization": (0.98, 1.0),
}
"""Where each step begins and ends, as it was measured on one core."""


class PyannoteProgress:
    """A hook for pyannote. `report` may raise to stop the work; `stopped_by` is what it raised."""

    def __init__(self, report: ReportFraction) -> None:
        self._report = report
        self._reached = 0.0
        self.stopped_by: Exception | None = None

    def __call__(
        self,
        step: str,
        _artefact: object,
        *,
        file: object = None,  # noqa: ARG002 - pyannote passes it by name
        completed: int | None = None,
        total: int | None = None,
    ) -> None:
        begin, end = SHARES.get(step, (0.0, 0.0))
        # The last batch counts as a whole one, and a step without figures is over.
        done = 1.0 if completed is None or not total else min(1.0, float(completed) / total)
        self._advance(begin + (end - begin) * done)

    def finish(self) -> None:
        self._advance(1.0)

    def _advance(self, fraction: float) -> None:
        self._reached = max(self._reached, fraction)
        try:
            self._report(self._reached)
        except Exception as error:
            self.stopped_by = error
            raise
