"""What every measurement works with."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeAlias

from bench.client import Ask, Client
from bench.manifest import Recording, RecordingSet
from bench.report import Section
from bench.server import AS_INHERITED, RunningServer, running_server
from bench.transcript import Heard

Say: TypeAlias = Callable[[str], None]


class NothingToMeasureError(Exception):
    """The folder has no recordings of the kind that a measurement needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    cache_dir: Path
    """Where the weights are."""
    raw_model: Path | None = None
    """The weights for the engine without a server; None has the catalogue find them."""
    rounds: int = 3
    most_recordings: int | None = None
    """For trying a bench out: at most so many recordings of each kind."""
    collar: float = 0.0
    long_hours: float = 3.0
    url: str | None = None
    """A server that runs already, for the load bench."""
    time_limit: float = 1800.0
    """Seconds after which no further round of the load bench begins."""
    minutes: float = 5.0
    """How long the soak lasts."""


@dataclass(slots=True, kw_only=True)
class Bench:
    recordings: RecordingSet
    options: Options
    scratch: Path
    say: Say
    _numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def server(self, settings: Mapping[str, str] = AS_INHERITED) -> Iterator[RunningServer]:
        """A fresh one."""
        folder = self.scratch / f"server-{next(self._numbers)}"
        with running_server(folder, self.options.cache_dir, settings) as server:
            yield server

    @contextmanager
    def served(self, settings: Mapping[str, str] = AS_INHERITED) -> Iterator["Served"]:
        """A fresh server that has transcribed something, so that its model is in memory."""
        with self.server(settings) as server, Client(server.url) as client:
            self.say(f"a fresh server is up at {server.url}")
            warm_up(client, self.recordings)
            yield Served(self, server, client, Listener(client, self.say))


def warm_up(client: Client, recordings: RecordingSet) -> None:
    """Have something short transcribed and forgotten."""
    speech = [one for one in recordings.recordings if one.is_scored and one.kind != "hard"]
    if not speech:
        return
    clip_id = client.upload(min(speech, key=lambda one: one.duration).path)
    client.transcribe(clip_id, Ask())
    client.delete(clip_id)


@dataclass(slots=True)
class Listener:
    """Has recordings transcribed, each only once for the same question."""

    client: Client
    say: Say
    _clips: dict[Path, str] = field(default_factory=dict)
    _heard: dict[tuple[Path, Ask], Heard] = field(default_factory=dict)

    def hear(self, recording: Recording, ask: Ask) -> Heard:
        """Raises RefusedError."""
        key = (recording.path, ask)
        if key not in self._heard:
            self.say(f"{recording.name} ({'diarize' if ask.diarize else 'words'})")
            self._heard[key] = self.client.transcribe(self._clip(recording), ask)
        return self._heard[key]

    def _clip(self, recording: Recording) -> str:
        if recording.path not in self._clips:
            self._clips[recording.path] = self.client.upload(recording.path)
        return self._clips[recording.path]


@dataclass(frozen=True, slots=True)
class Served:
    """A bench with a server that is up."""

    bench: Bench
    server: RunningServer
    client: Client
    listener: Listener


MeasureServed: TypeAlias = Callable[[Served], Section]
Measure: TypeAlias = Callable[[Bench], Section]
