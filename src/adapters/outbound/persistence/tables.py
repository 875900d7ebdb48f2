"""The tables, as SQLAlchemy sees them. Nothing outside this package imports a row class."""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from adapters.outbound.persistence.codecs.json_object import JsonObject
from adapters.outbound.persistence.utc_datetime import UtcDateTime

CLIP_PER_OWNER: Final = UniqueConstraint("owner", "content_hash")
KEY_PER_OWNER: Final = UniqueConstraint("owner", "key")
KEY_PER_DIGEST: Final = UniqueConstraint("digest")
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
        JsonObject: JSON(none_as_null=True),
        list[str]: JSON(),
    }


class ClipRow(Base):
    __tablename__ = "clips"
    __table_args__ = (
        CLIP_PER_OWNER,
        Index(None, "owner", "created_at"),
        Index(None, "created_at"),
    )

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
    used_at: Mapped[datetime | None]
    passing: Mapped[bool] = mapped_column(server_default=false())


class JobRow(Base):
    __tablename__ = "jobs"
    __table_args__ = (
        Index(None, "clip_id", "options_key"),
        Index(None, "status", "requested_at"),
        Index(None, "owner", "requested_at"),
        Index(None, "status", "finished_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(128))
    clip_id: Mapped[UUID | None] = mapped_column(ForeignKey("clips.id", ondelete="CASCADE"))
    source_url: Mapped[str | None] = mapped_column(Text)
    speaker_samples: Mapped[JsonObject | None]
    kind: Mapped[str] = mapped_column(String(32))
    options: Mapped[JsonObject]
    options_key: Mapped[str] = mapped_column(String(64))
    model: Mapped[str] = mapped_column(Text)
    priority: Mapped[str] = mapped_column(String(16))
    force: Mapped[bool]
    detached: Mapped[bool]
    callback: Mapped[JsonObject | None]
    note: Mapped[JsonObject]
    status: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int]
    times_lost: Mapped[int]
    not_before: Mapped[datetime | None]
    lease_id: Mapped[UUID | None]
    lease_runner: Mapped[str | None] = mapped_column(String(255))
    lease_expires_at: Mapped[datetime | None]
    progress: Mapped[JsonObject]
    warnings: Mapped[list[str]]
    requested_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    failure_code: Mapped[str | None] = mapped_column(String(64))
    failure_detail: Mapped[str | None] = mapped_column(Text)
    failure_advice: Mapped[str | None] = mapped_column(Text)
    request_id: Mapped[str | None] = mapped_column(String(128))
    traceparent: Mapped[str | None] = mapped_column(String(64))


class TranscriptRow(Base):
    __tablename__ = "transcripts"
    __table_args__ = (TRANSCRIPT_PER_OPTIONS, Index(None, "created_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    clip_id: Mapped[UUID] = mapped_column(ForeignKey("clips.id", ondelete="CASCADE"))
    job_id: Mapped[UUID]
    options: Mapped[JsonObject]
    options_key: Mapped[str] = mapped_column(String(64))
    transcript: Mapped[JsonObject]
    created_at: Mapped[datetime]


class JobEventRow(Base):
    __tablename__ = "job_events"
    __table_args__ = (PrimaryKeyConstraint("job_id", "number"),)

    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    number: Mapped[int]
    at: Mapped[datetime]
    what: Mapped[str] = mapped_column(String(32))
    attempt: Mapped[int]
    runner: Mapped[str | None] = mapped_column(String(255))
    stage: Mapped[str | None] = mapped_column(String(32))
    seconds: Mapped[float | None]
    failure: Mapped[JsonObject | None]


class IdempotencyKeyRow(Base):
    __tablename__ = "idempotency_keys"
    __table_args__ = (KEY_PER_OWNER, Index(None, "expires_at"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(128))
    key: Mapped[str] = mapped_column(String(255))
    request: Mapped[str] = mapped_column(String(64))
    runner: Mapped[str] = mapped_column(String(255))
    expires_at: Mapped[datetime]
    body_sha256: Mapped[str | None] = mapped_column(String(64))
    body_size: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[int | None]
    headers: Mapped[JsonObject | None]
    answer: Mapped[bytes | None] = mapped_column(LargeBinary)


class StageResultRow(Base):
    __tablename__ = "stage_results"
    __table_args__ = (PrimaryKeyConstraint("job_id", "stage"),)

    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    stage: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    body: Mapped[JsonObject]


class HeardSegmentRow(Base):
    __tablename__ = "heard_segments"
    __table_args__ = (PrimaryKeyConstraint("job_id", "number"),)

    job_id: Mapped[UUID] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    number: Mapped[int]
    segment: Mapped[JsonObject]


class ApiKeyRow(Base):
    __tablename__ = "api_keys"
    __table_args__ = (KEY_PER_DIGEST,)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(128))
    hint: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SpeakerRow(Base):
    __tablename__ = "speakers"
    __table_args__ = (Index(None, "owner", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(128))
    name: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class VoicePrintRow(Base):
    __tablename__ = "voice_prints"
    __table_args__ = (PrimaryKeyConstraint("speaker_id", "number"),)

    speaker_id: Mapped[UUID] = mapped_column(ForeignKey("speakers.id", ondelete="CASCADE"))
    number: Mapped[int]
    model: Mapped[str] = mapped_column(Text)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class WebhookRow(Base):
    __tablename__ = "webhooks"
    __table_args__ = (Index(None, "owner", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner: Mapped[str] = mapped_column(String(128))
    url: Mapped[str | None] = mapped_column(Text)
    events: Mapped[list[str]]
    secrets: Mapped[JsonObject]
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class WebhookDeliveryRow(Base):
    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index(None, "status", "next_attempt_at"),
        Index(None, "endpoint_id", "created_at"),
        Index(None, "leased_until"),
        Index(None, "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID]
    event: Mapped[str] = mapped_column(String(64))
    owner: Mapped[str] = mapped_column(String(128))
    endpoint_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    job_id: Mapped[UUID]
    url: Mapped[str] = mapped_column(Text)
    receiver: Mapped[str] = mapped_column(Text)
    schedule: Mapped[str] = mapped_column(String(32))
    status: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[JsonObject]
    tries: Mapped[int]
    next_attempt_at: Mapped[datetime | None]
    leased_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    body: Mapped[str] = mapped_column(Text, deferred=True)
