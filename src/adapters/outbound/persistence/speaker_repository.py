"""Enrolled speakers as rows, each with a row for every sample of their voice."""

from collections.abc import Sequence
from typing import Final, final

import numpy as np
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.outbound.persistence.errors import translating_errors
from adapters.outbound.persistence.tables import SpeakerRow, VoicePrintRow
from application.errors import SpeakerNotFoundError
from application.ports.speakers import SpeakerRepository
from domain.audio_clip import OwnerId
from domain.enrolled_speaker import EnrolledSpeaker, SpeakerId, SpeakerName
from domain.voice_print import VoicePrint

_NUMBERS: Final = np.dtype("<f4")


@final
class SqlSpeakerRepository(SpeakerRepository):
    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, speaker: EnrolledSpeaker) -> None:
        self._session.add(_to_row(speaker))
        with translating_errors():
            await self._session.flush()
            await self._session.execute(insert(VoicePrintRow), _print_rows(speaker))

    async def get(self, owner: OwnerId, speaker_id: SpeakerId) -> EnrolledSpeaker:
        row = await self._session.scalar(
            select(SpeakerRow).where(SpeakerRow.id == speaker_id, SpeakerRow.owner == owner)
        )
        if row is None:
            raise SpeakerNotFoundError(f"There is no speaker {speaker_id}.")
        return _from_row(row, await self._prints(speaker_id))

    async def all(self, owner: OwnerId) -> Sequence[EnrolledSpeaker]:
        rows = await self._session.scalars(
            select(SpeakerRow)
            .where(SpeakerRow.owner == owner)
            .order_by(SpeakerRow.created_at, SpeakerRow.id)
        )
        return [_from_row(row, await self._prints(SpeakerId(row.id))) for row in rows.all()]

    async def save(self, speaker: EnrolledSpeaker) -> None:
        await self.get(speaker.owner, speaker.id)
        with translating_errors():
            await self._session.execute(
                delete(VoicePrintRow).where(VoicePrintRow.speaker_id == speaker.id)
            )
            await self._session.merge(_to_row(speaker))
            await self._session.flush()
            await self._session.execute(insert(VoicePrintRow), _print_rows(speaker))

    async def remove(self, speaker_id: SpeakerId) -> None:
        # The database removes the prints along with it.
        with translating_errors():
            await self._session.execute(delete(SpeakerRow).where(SpeakerRow.id == speaker_id))

    async def _prints(self, speaker_id: SpeakerId) -> tuple[VoicePrint, ...]:
        rows = await self._session.execute(
            select(VoicePrintRow.model, VoicePrintRow.vector)
            .where(VoicePrintRow.speaker_id == speaker_id)
            .order_by(VoicePrintRow.number)
        )
        return tuple(
            VoicePrint(tuple(np.frombuffer(vector, _NUMBERS).tolist()), model)
            for model, vector in rows
        )


def _to_row(speaker: EnrolledSpeaker) -> SpeakerRow:
    return SpeakerRow(
        id=speaker.id, owner=speaker.owner, name=speaker.name, created_at=speaker.created_at
    )


def _print_rows(speaker: EnrolledSpeaker) -> list[dict[str, object]]:
    return [
        {
            "speaker_id": speaker.id,
            "number": number,
            "model": each.model,
            "vector": np.asarray(each.vector, _NUMBERS).tobytes(),
        }
        for number, each in enumerate(speaker.prints)
    ]


def _from_row(row: SpeakerRow, prints: tuple[VoicePrint, ...]) -> EnrolledSpeaker:
    return EnrolledSpeaker(
        id=SpeakerId(row.id),
        owner=OwnerId(row.owner),
        name=SpeakerName(row.name),
        prints=prints,
        created_at=row.created_at,
    )
