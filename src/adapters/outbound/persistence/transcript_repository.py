"""Transcripts as rows."""

from collections.abc import Sequence
from datetime import datetime
from typing import final

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.outbound.persistence.codecs.options import options_key
from adapters.outbound.persistence.errors import translating_errors
from adapters.outbound.persistence.mapping import transcript_from_row, transcript_to_row
from adapters.outbound.persistence.tables import TranscriptRow
from application.errors import ClipNotFoundError, TranscriptNotFoundError
from application.ports.repositories import (
    StoredTranscript,
    TranscriptId,
    TranscriptRepository,
)
from domain.audio_clip import ClipId
from domain.transcription_options import TranscriptionOptions


@final
class SqlTranscriptRepository(TranscriptRepository):
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def put(self, stored: StoredTranscript) -> None:
        same = _with_options(stored.clip_id, stored.options)
        no_clip = ClipNotFoundError(f"There is no clip {stored.clip_id}.")
        with translating_errors(orphaned=no_clip):
            await self._session.execute(delete(TranscriptRow).where(same))
            self._session.add(transcript_to_row(stored))
            await self._session.flush()

    async def find(self, clip_id: ClipId, options: TranscriptionOptions) -> StoredTranscript | None:
        row = await self._session.scalar(
            select(TranscriptRow).where(_with_options(clip_id, options))
        )
        return None if row is None else transcript_from_row(row)

    async def latest(self, clip_id: ClipId) -> StoredTranscript:
        newest_first = (
            select(TranscriptRow)
            .where(TranscriptRow.clip_id == clip_id)
            .order_by(TranscriptRow.created_at.desc(), TranscriptRow.id.desc())
        )
        row = await self._session.scalar(newest_first.limit(1))
        if row is None:
            raise TranscriptNotFoundError(f"The clip {clip_id} has no transcript.")
        return transcript_from_row(row)

    async def remove_all(self, clip_id: ClipId) -> int:
        theirs = TranscriptRow.clip_id == clip_id
        count = await self._session.scalar(select(func.count(TranscriptRow.id)).where(theirs))
        with translating_errors():
            await self._session.execute(delete(TranscriptRow).where(theirs))
        return count or 0

    async def made_before(
        self, time: datetime, *, limit: int | None = None
    ) -> Sequence[TranscriptId]:
        ids = await self._session.scalars(
            select(TranscriptRow.id)
            .where(TranscriptRow.created_at < time)
            .order_by(TranscriptRow.created_at, TranscriptRow.id)
            .limit(limit)
        )
        return [TranscriptId(transcript_id) for transcript_id in ids]

    async def remove(self, transcript_ids: Sequence[TranscriptId]) -> None:
        with translating_errors():
            await self._session.execute(
                delete(TranscriptRow).where(TranscriptRow.id.in_(transcript_ids))
            )


def _with_options(clip_id: ClipId, options: TranscriptionOptions) -> ColumnElement[bool]:
    return and_(TranscriptRow.clip_id == clip_id, TranscriptRow.options_key == options_key(options))
