"""Speakers who are known by their voices, and samples of voices that jobs have yet to fetch."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "speakers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(128), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_speakers"),
    )
    op.create_index("ix_speakers_owner_created_at", "speakers", ["owner", "created_at"])
    op.create_table(
        "voice_prints",
        sa.Column("speaker_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("speaker_id", "number", name="pk_voice_prints"),
        sa.ForeignKeyConstraint(
            ["speaker_id"],
            ["speakers.id"],
            name="fk_voice_prints_speaker_id_speakers",
            ondelete="CASCADE",
        ),
    )
    op.add_column("jobs", sa.Column("speaker_samples", sa.JSON()))


def downgrade() -> None:
    with op.batch_alter_table("jobs") as jobs:
        jobs.drop_column("speaker_samples")
    for table in ("voice_prints", "speakers"):
        op.drop_table(table)
