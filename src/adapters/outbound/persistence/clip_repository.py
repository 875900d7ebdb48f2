"""Clips as rows."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, final

from sqlalchemy import delete, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.outbound.persistence.errors import translating_errors
from adapters.outbound.persistence.mapping import clip_from_row, clip_to_row
from adapters.outbound.persistence.tables import ClipRow, JobRow
from application.errors import ClipNotFoundError
from application.ports.repositories import ClipRepository, Page
from domain.audio_clip import AudioClip, ClipId, ContentHash, OwnerId
from domain.transcription_job import JobStatus

_ENDED: Final = tuple(status.value for status in JobStatus if status.is_final)


@final
class SqlClipRepository(ClipRepository):
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, clip: AudioClip) -> None:
        self._session.add(clip_to_row(clip))
        with translating_errors():
            await self._session.flush()

    async def get(self, owner: OwnerId, clip_id: ClipId) -> AudioClip:
        row = await self._session.scalar(
            select(ClipRow).where(ClipRow.id == clip_id, ClipRow.owner == owner)
        )
        if row is None:
            raise ClipNotFoundError(f"There is no clip {clip_id}.")
        return clip_from_row(row)

    async def those(self, clip_ids: Collection[ClipId]) -> Mapping[ClipId, AudioClip]:
        rows = await self._session.scalars(select(ClipRow).where(ClipRow.id.in_(clip_ids)))
        return {clip.id: clip for clip in map(clip_from_row, rows)}

    async def find(self, owner: OwnerId, content_hash: ContentHash) -> AudioClip | None:
        row = await self._session.scalar(
            select(ClipRow).where(ClipRow.owner == owner, ClipRow.content_hash == content_hash.hex)
        )
        return None if row is None else clip_from_row(row)

    async def page(self, owner: OwnerId, *, offset: int, limit: int) -> Page[AudioClip]:
        theirs = select(ClipRow).where(ClipRow.owner == owner)
        newest_first = theirs.order_by(ClipRow.created_at.desc(), ClipRow.id.desc())
        rows = await self._session.scalars(newest_first.offset(offset).limit(limit))
        total = await self._session.scalar(select(func.count()).select_from(theirs.subquery()))
        return Page([clip_from_row(row) for row in rows], total or 0)

    async def remove(self, clip_id: ClipId) -> None:
        # The database removes jobs, transcripts and stage results along with it.
        with translating_errors():
            await self._session.execute(delete(ClipRow).where(ClipRow.id == clip_id))

    async def uses(self, content_hash: ContentHash) -> int:
        statement = select(func.count(ClipRow.id)).where(ClipRow.content_hash == content_hash.hex)
        return await self._session.scalar(statement) or 0

    async def content_of(self, clip_id: ClipId) -> ContentHash:
        statement = select(ClipRow.content_hash).where(ClipRow.id == clip_id)
        content_hash = await self._session.scalar(statement)
        if content_hash is None:
            raise ClipNotFoundError(f"There is no clip {clip_id}.")
        return ContentHash(content_hash)

    async def duration_of(self, clip_id: ClipId) -> float:
        statement = select(ClipRow.duration).where(ClipRow.id == clip_id)
        duration = await self._session.scalar(statement)
        if duration is None:
            raise ClipNotFoundError(f"There is no clip {clip_id}.")
        return duration

    async def content_of_all(self) -> Sequence[tuple[ClipId, ContentHash]]:
        rows = await self._session.execute(select(ClipRow.id, ClipRow.content_hash))
        return [(ClipId(clip_id), ContentHash(content_hash)) for clip_id, content_hash in rows]

    async def note_use(self, clip_id: ClipId, at: datetime) -> None:
        earlier = or_(ClipRow.used_at.is_(None), ClipRow.used_at < at)
        with translating_errors():
            await self._session.execute(
                update(ClipRow).where(ClipRow.id == clip_id, earlier).values(used_at=at)
            )

    async def keep(self, clip_id: ClipId) -> AudioClip:
        row = await self._session.scalar(select(ClipRow).where(ClipRow.id == clip_id))
        if row is None:
            raise ClipNotFoundError(f"There is no clip {clip_id}.")
        row.passing = False
        with translating_errors():
            await self._session.flush()
        return clip_from_row(row)

    async def unused_since(
        self, time: datetime, *, limit: int | None = None, passing: bool = False
    ) -> Sequence[ClipId]:
        wanted = (
            select(JobRow.id)
            .where(JobRow.clip_id == ClipRow.id)
            .where(or_(JobRow.status.not_in(_ENDED), JobRow.requested_at >= time))
        )
        ids = await self._session.scalars(
            select(ClipRow.id)
            .where(ClipRow.created_at < time, ~wanted.exists())
            .where(or_(ClipRow.used_at.is_(None), ClipRow.used_at < time))
            .where(ClipRow.passing if passing else true())
            .order_by(ClipRow.created_at, ClipRow.id)
            .limit(limit)
        )
        return [ClipId(clip_id) for clip_id in ids]
