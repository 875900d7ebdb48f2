"""The tables, as SQLAlchemy sees them. Nothing outside this package imports a row class."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from adapters.outbound.persistence.codecs.json_object import JsonObject
from adapters.outbound.persistence.utc_datetime import UtcDateTime

CLIP_PER_OWNER: Final = UniqueConstraint("owner", "content_hash")
TRANSCRIPT_PER_OPTIONS: Final = UniqueConstraint("clip_id", "options_key")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy wants the class attribute plain
        datetime: UtcDateTime(),
        JsonObject: JSON(),
    }


class ClipRow(Base):
    __tablename__ = "clips"
    __table_args__ = (CLIP_PER_OWNER, Index(None, "owner", "created_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(128))
    filename: Mapped[str] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64), index=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    duration: Mapped[float]
    sample_rate: Mapped[int]
    channels: Mapped[int]
    codec: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class JobRow(Base):
    __tablename__ = "jobs"
    __table_args__ = (
        Index(None, "clip_id", "options_key"),
        Index(None, "status", "requested_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    clip_id: Mapped[UUID] = mapped_column(ForeignKey("clips.id", ondelete="CASCADE"))
    options: Mapped[JsonObject]
    options_key: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    progress: Mapped[JsonObject]
    requested_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    failure_code: Mapped[str | None] = mapped_column(String(64))
    failure_detail: Mapped[str | None] = mapped_column(Text)
    failure_advice: Mapped[str | None] = mapped_column(Text)


class TranscriptRow(Base):
    __tablename__ = "transcripts"
    __table_args__ = (TRANSCRIPT_PER_OPTIONS,)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    clip_id: Mapped[UUID] = mapped_column(ForeignKey("clips.id", ondelete="CASCADE"))
    job_id: Mapped[UUID]
    options: Mapped[JsonObject]
    options_key: Mapped[str] = mapped_column(String(64))
    transcript: Mapped[JsonObject]
    created_at: Mapped[datetime]


class StageResultRow(Base):
    __tablename__ = "stage_results"
    __table_args__ = (PrimaryKeyConstraint("job_id", "stage"),)

    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    stage: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    body: Mapped[JsonObject]
