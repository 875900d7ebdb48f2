"""What `hexavox worker` runs, with engines that read from a script: run as
`python -m tests.temporal.gated_worker`. With STUCK=1 it never comes to the end of a download, nor
of one stage of each recording of a certain length, and is to be killed."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Final, final

from dependency_injector import providers

from application.ports.audio_decoder import AudioDecoder, DecodedAudio
from application.ports.progress import ReportFraction
from application.ports.remote_recordings import RemoteRecording, RemoteRecordings
from application.ports.stage_results import StageResult
from application.stage_work import StageInput, StageWork
from application.waveform import Waveform
from domain.audio_clip import AudioFormat
from domain.transcription_job import Stage
from infrastructure.worker import work
from tests.server.gated import gated_container

STUCK: Final = "STUCK"
STUCK_IN: Final[Mapping[Stage, float]] = {
    Stage.DECODE: 1.0,
    Stage.DETECT_SPEECH: 2.0,
    Stage.TRANSCRIBE: 3.0,
    Stage.ALIGN_WORDS: 4.0,
    Stage.DIARIZE: 5.0,
}
"""By the seconds of the recording."""


@dataclass(frozen=True, slots=True)
class Traps:
    folder: Path

    def reached(self, stage: Stage) -> Path:
        return self.folder / f"{stage}-was-reached"

    def catch_download(self) -> None:
        self.reached(Stage.FETCH).touch()
        Event().wait()

    def catch(self, stage: Stage, waveform: Waveform) -> None:
        if STUCK_IN.get(stage) == round(waveform.duration, 1):
            self.reached(stage).touch()
            Event().wait()


@final
@dataclass(frozen=True, slots=True)
class StickyDecoder(AudioDecoder):
    decoder: AudioDecoder
    traps: Traps

    def probe(self, source: Path) -> AudioFormat:
        return self.decoder.probe(source)

    @contextmanager
    def decode(self, source: Path, report: ReportFraction) -> Iterator[DecodedAudio]:
        with self.decoder.decode(source, report) as decoded:
            self.traps.catch(Stage.DECODE, decoded.waveform)
            yield decoded


@final
@dataclass(frozen=True, slots=True)
class StickyRecordings(RemoteRecordings):
    recordings: RemoteRecordings
    traps: Traps

    def check(self, url: str) -> None:
        self.recordings.check(url)

    @asynccontextmanager
    async def open(self, url: str) -> AsyncIterator[RemoteRecording]:
        async with self.recordings.open(url) as recording:
            await asyncio.to_thread(self.traps.catch_download)
            yield recording


@dataclass(frozen=True, slots=True)
class StickyWork:
    work: StageWork
    traps: Traps

    def __call__(self, stage: Stage, given: StageInput) -> StageResult:
        self.traps.catch(stage, given.waveform)
        return self.work(stage, given)


def main() -> None:
    container = gated_container()
    if os.environ.get(STUCK):
        traps = Traps(container.settings().data_dir)
        decoder = StickyDecoder(container.decoder(), traps)
        container.decoder.override(providers.Object(decoder))
        recordings = StickyRecordings(container.remote_recordings(), traps)
        container.remote_recordings.override(providers.Object(recordings))
        sticky = StickyWork(container.stage_work(), traps)
        container.stage_work.override(providers.Object(sticky))
    work(container)


if __name__ == "__main__":
    main()
