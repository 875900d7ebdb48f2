"""The first tables: clips, jobs, transcripts and results of stages."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_clips()
    _create_jobs()
    _create_transcripts()
    _create_stage_results()


def downgrade() -> None:
    for table in ("stage_results", "transcripts", "jobs", "clips"):
        op.drop_table(table)


def _create_clips() -> None:
    op.create_table(
        "clips",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("duration", sa.Double(), nullable=False),
        sa.Column("sample_rate", sa.Integer(), nullable=False),
        sa.Column("channels", sa.Integer(), nullable=False),
        sa.Column("codec", sa.String(64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_clips"),
        sa.UniqueConstraint("owner", "content_hash", name="uq_clips_owner_content_hash"),
    )
    op.create_index("ix_clips_content_hash", "clips", ["content_hash"])
    op.create_index("ix_clips_owner_created_at", "clips", ["owner", "created_at"])


def _create_jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clip_id", sa.Uuid(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("options_key", sa.String(64), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True)),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.Column("failure_code", sa.String(64)),
        sa.Column("failure_detail", sa.Text()),
        sa.Column("failure_advice", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.ForeignKeyConstraint(
            ["clip_id"], ["clips.id"], name="fk_jobs_clip_id_clips", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_jobs_clip_id_options_key", "jobs", ["clip_id", "options_key"])
    op.create_index("ix_jobs_status_requested_at", "jobs", ["status", "requested_at"])


def _create_transcripts() -> None:
    op.create_table(
        "transcripts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("clip_id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("options_key", sa.String(64), nullable=False),
        sa.Column("transcript", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_transcripts"),
        sa.UniqueConstraint("clip_id", "options_key", name="uq_transcripts_clip_id_options_key"),
        sa.ForeignKeyConstraint(
            ["clip_id"], ["clips.id"], name="fk_transcripts_clip_id_clips", ondelete="CASCADE"
        ),
    )


def _create_stage_results() -> None:
    op.create_table(
        "stage_results",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(32), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("job_id", "stage", name="pk_stage_results"),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name="fk_stage_results_job_id_jobs", ondelete="CASCADE"
        ),
    )
