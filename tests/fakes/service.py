"""What stands behind the doors in a test: everything in memory, and engines with a script."""

from dataclasses import dataclass, field
from typing import Final

from adapters.outbound.memory.audio_decoder import InMemoryAudioDecoder
from adapters.outbound.memory.callback_addresses import InMemoryCallbackAddresses
from adapters.outbound.memory.clip_storage import InMemoryClipStorage
from adapters.outbound.memory.records import InMemoryDatabase
from adapters.outbound.memory.remote_recordings import InMemoryRemoteRecordings
from adapters.outbound.memory.unit_of_work import InMemoryUnitOfWork
from application.ports.audio_decoder import AudioDecoder
from application.waveform import ArrayWaveform
from tests.fakes.engines import (
    ListedModels,
    ScriptedDiarizer,
    ScriptedSpeechDetector,
    ScriptedTranscriber,
)
from tests.fakes.sounds import silence
from tests.fakes.voices import ScriptedVoiceEncoder

LARGEST: Final = 200_000
"""Bytes of the largest file that is taken."""


@dataclass
class Service:
    """For a test to script and to look at."""

    database: InMemoryDatabase = field(default_factory=InMemoryDatabase)
    storage: InMemoryClipStorage = field(default_factory=InMemoryClipStorage)
    elsewhere: InMemoryRemoteRecordings = field(default_factory=InMemoryRemoteRecordings)
    addresses: InMemoryCallbackAddresses = field(default_factory=InMemoryCallbackAddresses)
    decoder: AudioDecoder = field(
        default_factory=lambda: InMemoryAudioDecoder(ArrayWaveform(silence(2.0)))
    )
    detector: ScriptedSpeechDetector = field(default_factory=ScriptedSpeechDetector)
    transcriber: ScriptedTranscriber = field(default_factory=ScriptedTranscriber)
    diarizer: ScriptedDiarizer = field(default_factory=ScriptedDiarizer)
    encoder: ScriptedVoiceEncoder = field(default_factory=ScriptedVoiceEncoder)
    models: ListedModels = field(default_factory=ListedModels)

    def unit_of_work(self) -> InMemoryUnitOfWork:
        return InMemoryUnitOfWork(self.database)

    @property
    def kept_clips(self) -> int:
        return len(self.database.committed.clips)
