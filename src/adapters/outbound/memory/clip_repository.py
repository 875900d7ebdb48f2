"""Clips in a dictionary."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import final

from adapters.outbound.memory.records import Records
from application.errors import ClipNotFoundError, ConflictError
from application.ports.repositories import ClipRepository, Page
from domain.audio_clip import AudioClip, ClipId, ContentHash, OwnerId


@final
class InMemoryClipRepository(ClipRepository):
    def __init__(self, records: Records) -> None:
        self._records = records

    async def add(self, clip: AudioClip) -> None:
        if await self.find(clip.owner, clip.content_hash) is not None:
            raise ConflictError("This owner has a clip with the same content.")
        self._records.clips[clip.id] = clip

    async def get(self, owner: OwnerId, clip_id: ClipId) -> AudioClip:
        clip = self._records.clips.get(clip_id)
        if clip is None or clip.owner != owner:
            raise ClipNotFoundError(f"There is no clip {clip_id}.")
        return clip

    async def those(self, clip_ids: Collection[ClipId]) -> Mapping[ClipId, AudioClip]:
        clips = self._records.clips
        return {clip_id: clips[clip_id] for clip_id in clip_ids if clip_id in clips}

    async def find(self, owner: OwnerId, content_hash: ContentHash) -> AudioClip | None:
        clips = self._records.clips.values()
        same = (c for c in clips if c.owner == owner and c.content_hash == content_hash)
        return next(same, None)

    async def page(self, owner: OwnerId, *, offset: int, limit: int) -> Page[AudioClip]:
        theirs = [clip for clip in self._records.clips.values() if clip.owner == owner]
        theirs.sort(key=lambda clip: (clip.created_at, clip.id), reverse=True)
        return Page(theirs[offset : offset + limit], len(theirs))

    async def remove(self, clip_id: ClipId) -> None:
        self._records.remove_clip(clip_id)

    async def uses(self, content_hash: ContentHash) -> int:
        return sum(clip.content_hash == content_hash for clip in self._records.clips.values())

    async def content_of(self, clip_id: ClipId) -> ContentHash:
        return self._records.clip(clip_id).content_hash

    async def duration_of(self, clip_id: ClipId) -> float:
        return self._records.clip(clip_id).format.duration

    async def content_of_all(self) -> Sequence[tuple[ClipId, ContentHash]]:
        return [(clip.id, clip.content_hash) for clip in self._records.clips.values()]

    async def note_use(self, clip_id: ClipId, at: datetime) -> None:
        if clip_id in self._records.clips:
            uses = self._records.clip_uses
            uses[clip_id] = max(at, uses.get(clip_id, at))

    async def keep(self, clip_id: ClipId) -> AudioClip:
        kept = replace(self._records.clip(clip_id), passing=False)
        self._records.clips[clip_id] = kept
        return kept

    async def unused_since(
        self, time: datetime, *, limit: int | None = None, passing: bool = False
    ) -> Sequence[ClipId]:
        wanted = {
            job.clip_id
            for job in self._records.jobs.values()
            if not job.status.is_final or job.requested_at >= time
        }
        unused = [
            (clip.created_at, clip.id)
            for clip in self._records.clips.values()
            if clip.id not in wanted
            and (clip.passing or not passing)
            and max(clip.created_at, self._records.clip_uses.get(clip.id, clip.created_at)) < time
        ]
        return [clip_id for _, clip_id in sorted(unused)[:limit]]
