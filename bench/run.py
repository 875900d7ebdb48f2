"""Running measurements one after another; one that fails does not keep the others from running."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from bench.bench import Bench, NothingToMeasureError, Served
from bench.report import Report, Section
from bench.screen import Screen

HEARING: Final = ("wer", "word_times", "languages", "der")
"""These share a server, and each other's transcripts."""
ALONE: Final = ("enrolment", "engines", "speed", "hard_files", "doors", "memory")
"""These start the servers that they need."""
ACCURACY: Final = (*HEARING, *ALONE)
LOAD: Final = ("load",)
SOAK: Final = ("soak",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    bench: Bench
    report: Report
    screen: Screen
    folder: Path
    name: str
    """Of the report's files in the folder."""

    def __call__(self, wanted: Collection[str]) -> None:
        """Measure what is wanted, in the order that suits the bench."""
        self._hear([key for key in HEARING if key in wanted])
        for key in (*ALONE, *LOAD, *SOAK):
            if key in wanted:
                self._measure(key, self.bench)

    def _hear(self, keys: Collection[str]) -> None:
        if not keys:
            return
        with self._noting(*keys), self.bench.served() as served:
            for key in keys:
                self._measure(key, served)

    def _measure(self, key: str, given: Bench | Served) -> None:
        self.screen.say(f"-- {key}")
        with self._noting(key):
            # Imported when it is wanted: some need packages that are optional.
            section: Section = import_module(f"bench.measure.{key}").measure(given)
            self.report.sections.append(section)
            self.screen.show(section)
        self.report.write(self.folder, self.name)

    @contextmanager
    def _noting(self, *keys: str) -> Iterator[None]:
        """Whatever goes wrong is written down as why nothing was measured."""
        try:
            yield
        except NothingToMeasureError as reason:
            self.screen.say(f"nothing to measure: {reason}")
            self.report.nothing.update(dict.fromkeys(keys, str(reason)))
        except Exception as error:  # noqa: BLE001 - a bench measures what it can
            why = f"{type(error).__name__}: {error}"
            self.report.unmeasured.update(dict.fromkeys(keys, why))
            self.screen.say(f"not measured: {why}")
