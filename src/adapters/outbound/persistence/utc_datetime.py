"""Points in time that come back as they went in, also from databases that forget the zone."""

from datetime import UTC, datetime
from typing import Final, final

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator

_WITH_ZONE: Final = DateTime(timezone=True)


@final
class UtcDateTime(TypeDecorator[datetime]):
    """SQLite keeps no time zone, so everything is kept in UTC and handed out aware of it."""

    impl = _WITH_ZONE
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> datetime | None:
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC)
