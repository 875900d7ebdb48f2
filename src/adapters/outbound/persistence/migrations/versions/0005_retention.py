"""When clips were last used, and what is oldest: what a purge needs to know."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clips", sa.Column("used_at", sa.DateTime(timezone=True)))
    op.create_index("ix_clips_created_at", "clips", ["created_at"])
    op.create_index("ix_transcripts_created_at", "transcripts", ["created_at"])


def downgrade() -> None:
    op.drop_index("ix_transcripts_created_at", "transcripts")
    op.drop_index("ix_clips_created_at", "clips")
    with op.batch_alter_table("clips") as clips:
        clips.drop_column("used_at")
