"""Jobs that are leased, ranked and told of: what the queue needs to know."""

from collections.abc import Mapping
from typing import Any, Final

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("jobs") as jobs:
        jobs.alter_column("clip_id", existing_type=sa.Uuid(), nullable=True)
        jobs.add_column(sa.Column("owner", sa.String(128), nullable=True))
        jobs.add_column(_filled("kind", sa.String(32), "full_process"))
        jobs.add_column(_filled("model", sa.Text(), ""))
        jobs.add_column(_filled("priority", sa.String(16), "interactive"))
        jobs.add_column(_filled("force", sa.Boolean(), sa.false()))
        jobs.add_column(_filled("detached", sa.Boolean(), sa.true()))
        jobs.add_column(sa.Column("callback", sa.JSON()))
        jobs.add_column(_filled("note", sa.JSON(), "{}"))
        jobs.add_column(_filled("times_lost", sa.Integer(), "0"))
        jobs.add_column(sa.Column("not_before", sa.DateTime(timezone=True)))
        jobs.add_column(sa.Column("lease_id", sa.Uuid()))
        jobs.add_column(sa.Column("lease_runner", sa.String(255)))
        jobs.add_column(sa.Column("lease_expires_at", sa.DateTime(timezone=True)))
        jobs.add_column(_filled("warnings", sa.JSON(), "[]"))
    _tell_owners()
    with op.batch_alter_table("jobs") as jobs:
        for column, kind in _NOW_REQUIRED.items():
            jobs.alter_column(column, existing_type=kind, nullable=False, server_default=None)
    op.create_index("ix_jobs_owner_requested_at", "jobs", ["owner", "requested_at"])
    op.create_index("ix_jobs_status_finished_at", "jobs", ["status", "finished_at"])
    _create_job_events()


def downgrade() -> None:
    op.drop_table("job_events")
    op.drop_index("ix_jobs_status_finished_at", "jobs")
    op.drop_index("ix_jobs_owner_requested_at", "jobs")
    op.execute("DELETE FROM jobs WHERE clip_id IS NULL OR kind <> 'full_process'")
    with op.batch_alter_table("jobs") as jobs:
        for column in (*_NOW_REQUIRED, *_OPTIONAL):
            jobs.drop_column(column)
        jobs.alter_column("clip_id", existing_type=sa.Uuid(), nullable=False)


_NOW_REQUIRED: Final[Mapping[str, sa.types.TypeEngine[Any]]] = {
    "owner": sa.String(128),
    "kind": sa.String(32),
    "model": sa.Text(),
    "priority": sa.String(16),
    "force": sa.Boolean(),
    "detached": sa.Boolean(),
    "note": sa.JSON(),
    "times_lost": sa.Integer(),
    "warnings": sa.JSON(),
}
_OPTIONAL = ("callback", "not_before", "lease_id", "lease_runner", "lease_expires_at")


def _filled(
    name: str, kind: sa.types.TypeEngine[Any], value: str | sa.ColumnElement[Any]
) -> sa.Column[Any]:
    """A column of which the rows that are there get a value; it has no default afterwards."""
    default = sa.text(f"'{value}'") if isinstance(value, str) else value
    return sa.Column(name, kind, nullable=False, server_default=default)


def _tell_owners() -> None:
    op.execute("UPDATE jobs SET owner = (SELECT owner FROM clips WHERE clips.id = jobs.clip_id)")


def _create_job_events() -> None:
    op.create_table(
        "job_events",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("runner", sa.String(255)),
        sa.Column("stage", sa.String(32)),
        sa.Column("seconds", sa.Double()),
        sa.Column("failure", sa.JSON()),
        sa.PrimaryKeyConstraint("job_id", "number", name="pk_job_events"),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name="fk_job_events_job_id_jobs", ondelete="CASCADE"
        ),
    )
