"""Runs migrations on a connection that is handed over, or on the database of alembic.ini."""

import asyncio
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from adapters.outbound.persistence.tables import Base
from adapters.outbound.persistence.utc_datetime import UtcDateTime


def _plain(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Migrations outlive the code, so they name no class of ours."""
    is_time = kind == "type" and isinstance(item, UtcDateTime)
    return "sa.DateTime(timezone=True)" if is_time else False


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,  # SQLite alters tables by replacing them
        transactional_ddl=True,
        render_item=_plain,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _run_on_its_own() -> None:
    url = context.config.get_main_option("sqlalchemy.url") or ""
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(_run)
    await engine.dispose()


handed_over = context.config.attributes.get("connection")
if handed_over is None:
    asyncio.run(_run_on_its_own())
else:
    _run(handed_over)
