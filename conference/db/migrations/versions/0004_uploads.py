"""One logo an event, one portrait a speaker; found at once among thousands of uploads."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LOGO, PORTRAIT = sa.text("kind = 'logo'"), sa.text("kind = 'portrait'")


def upgrade() -> None:
    op.create_index(
        "ix_upload_logo",
        "upload",
        ["event_id"],
        unique=True,
        sqlite_where=LOGO,
        postgresql_where=LOGO,
    )
    op.create_index(
        "ix_upload_portrait",
        "upload",
        ["speaker_id"],
        unique=True,
        sqlite_where=PORTRAIT,
        postgresql_where=PORTRAIT,
    )


def downgrade() -> None:
    op.drop_index("ix_upload_portrait", "upload")
    op.drop_index("ix_upload_logo", "upload")
