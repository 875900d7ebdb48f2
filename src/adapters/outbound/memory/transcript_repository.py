"""Transcripts in a dictionary."""

from collections.abc import Sequence
from datetime import datetime
from typing import final

from adapters.outbound.memory.records import Records
from application.errors import TranscriptNotFoundError
from application.ports.repositories import (
    StoredTranscript,
    TranscriptId,
    TranscriptRepository,
)
from domain.audio_clip import ClipId
from domain.transcription_options import TranscriptionOptions


@final
class InMemoryTranscriptRepository(TranscriptRepository):
    def __init__(self, records: Records) -> None:
        self._records = records

    async def put(self, stored: StoredTranscript) -> None:
        self._records.clip(stored.clip_id)
        if (same := await self.find(stored.clip_id, stored.options)) is not None:
            del self._records.transcripts[same.id]
        self._records.transcripts[stored.id] = stored

    async def find(self, clip_id: ClipId, options: TranscriptionOptions) -> StoredTranscript | None:
        return next((kept for kept in self._of(clip_id) if kept.options == options), None)

    async def latest(self, clip_id: ClipId) -> StoredTranscript:
        theirs = self._of(clip_id)
        if not theirs:
            raise TranscriptNotFoundError(f"The clip {clip_id} has no transcript.")
        return max(theirs, key=lambda stored: (stored.created_at, stored.id))

    async def remove_all(self, clip_id: ClipId) -> int:
        theirs = self._of(clip_id)
        for stored in theirs:
            del self._records.transcripts[stored.id]
        return len(theirs)

    async def made_before(
        self, time: datetime, *, limit: int | None = None
    ) -> Sequence[TranscriptId]:
        old = [
            (kept.created_at, kept.id)
            for kept in self._records.transcripts.values()
            if kept.created_at < time
        ]
        return [transcript_id for _, transcript_id in sorted(old)[:limit]]

    async def remove(self, transcript_ids: Sequence[TranscriptId]) -> None:
        for transcript_id in transcript_ids:
            self._records.transcripts.pop(transcript_id, None)

    def _of(self, clip_id: ClipId) -> list[StoredTranscript]:
        return [kept for kept in self._records.transcripts.values() if kept.clip_id == clip_id]
