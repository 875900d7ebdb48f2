"""The real server, over real sockets and a real database, whose engines read from a script and stop
where a test wants to cut it off: run as `python -m tests.server.gated`."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Final, NoReturn, final

from dependency_injector import providers

from application.ports.audio_decoder import AudioDecoder, DecodedAudio
from application.ports.progress import ReportFraction
from application.ports.remote_recordings import RemoteRecording, RemoteRecordings
from application.ports.repositories import StoredTranscript
from application.ports.unit_of_work import UnitOfWork
from application.use_cases.jobs.end_job import AnnounceEnd
from domain.audio_clip import AudioFormat
from domain.transcription_job import Stage, TranscriptionJob
from infrastructure.app import make_container
from infrastructure.container import Container
from infrastructure.environment import read_settings
from infrastructure.folders import make_folders
from infrastructure.logging import configure_logging
from infrastructure.server import serve
from tests.fakes.engine_tables import any_aligner, any_detector, any_diarizer, any_transcriber
from tests.fakes.engines import (
    ScriptedDiarizer,
    ScriptedSpeechDetector,
    ScriptedTranscriber,
    UnchangingAligner,
)
from tests.fakes.voices import ScriptedVoiceEncoder

GATE: Final = "GATE"
"""The stage in which the first process to reach it waits to be killed."""
HEARD: Final = "heard"
"""In the place of a stage: when the first segment was heard, and there is another."""
DEADLY: Final = "DEADLY"
"""The language of a recording that kills every process that transcribes it."""
MARKER: Final = "gate-was-reached"
OPENED: Final = "gate-was-opened"
"""A file that lets through who waits."""


@dataclass(frozen=True, slots=True)
class Gates:
    stage: str
    marker: Path

    def pass_through(self, stage: Stage | str) -> None:
        if stage != self.stage:
            return
        try:
            self.marker.touch(exist_ok=False)
        except FileExistsError:
            return
        while not (self.marker.parent / OPENED).exists():
            Event().wait(0.05)

    def before(self, stage: Stage | str) -> Callable[[], None]:
        return lambda: self.pass_through(stage)


@final
class GatedDecoder(AudioDecoder):
    def __init__(self, decoder: AudioDecoder, gates: Gates) -> None:
        self._decoder = decoder
        self._gates = gates

    def probe(self, source: Path) -> AudioFormat:
        return self._decoder.probe(source)

    @contextmanager
    def decode(self, source: Path, report: ReportFraction) -> Iterator[DecodedAudio]:
        with self._decoder.decode(source, report) as decoded:
            self._gates.pass_through(Stage.DECODE)
            yield decoded


@final
class GatedRecordings(RemoteRecordings):
    """The gate is where all but the end has arrived."""

    def __init__(self, recordings: RemoteRecordings, gates: Gates) -> None:
        self._recordings = recordings
        self._gates = gates

    def check(self, url: str) -> None:
        self._recordings.check(url)

    @asynccontextmanager
    async def open(self, url: str) -> AsyncIterator[RemoteRecording]:
        async with self._recordings.open(url) as recording:
            yield replace(recording, content=self._gated(recording.content))

    async def _gated(self, content: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        async for piece in content:
            yield piece
        await asyncio.to_thread(self._gates.pass_through, Stage.FETCH)


def main() -> None:
    serve(gated_container())


def gated_container() -> Container:
    """As the environment describes it, with gates."""
    settings = read_settings()
    configure_logging(settings.log_level)
    make_folders(settings)
    container = make_container(settings)
    gates = Gates(os.environ.get(GATE, ""), settings.data_dir / MARKER)
    _put_gates_into(container, gates, os.environ.get(DEADLY, ""))
    return container


def _put_gates_into(container: Container, gates: Gates, deadly: str) -> None:
    decoder, announce = container.decoder(), container.announce_end()
    recordings = GatedRecordings(container.remote_recordings(), gates)
    transcriber = ScriptedTranscriber(
        before_answering=gates.before(Stage.TRANSCRIBE), after_telling=gates.before(HEARD)
    )
    detector = ScriptedSpeechDetector(before_answering=gates.before(Stage.DETECT_SPEECH))
    aligner = UnchangingAligner(before_answering=gates.before(Stage.ALIGN_WORDS))
    diarizer = ScriptedDiarizer(before_answering=gates.before(Stage.DIARIZE))
    encoder = ScriptedVoiceEncoder(gates.before(Stage.IDENTIFY_SPEAKERS))
    if deadly:
        transcriber.before_answering = lambda: _die_of(deadly, transcriber)
    container.remote_recordings.override(providers.Object(recordings))
    container.decoder.override(providers.Object(GatedDecoder(decoder, gates)))
    container.speech_detectors.override(providers.Object(any_detector(detector)))
    container.transcribers.override(providers.Object(any_transcriber(transcriber)))
    container.aligners.override(providers.Object(any_aligner(aligner)))
    container.diarizers.override(providers.Object(any_diarizer(diarizer)))
    container.voice_encoder.override(providers.Object(encoder))
    container.announce_end.override(providers.Object(_gated(announce, gates)))


def _gated(announce: AnnounceEnd, gates: Gates) -> AnnounceEnd:
    """In the very transaction in which the job ends."""

    async def announced(
        uow: UnitOfWork, job: TranscriptionJob, stored: StoredTranscript | None
    ) -> None:
        await announce(uow, job, stored)
        await asyncio.to_thread(gates.pass_through, Stage.ASSIGN_SPEAKERS)

    return announced


def _die_of(language: str, transcriber: ScriptedTranscriber) -> None:
    asked: Sequence[object] = [str(options.language) for options in transcriber.asked]
    if asked[-1] == language:
        _die()


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody survives this")


if __name__ == "__main__":
    main()
