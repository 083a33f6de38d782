"""A picture of an event, in two sizes."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

CHECK = "ck_upload_uploadkind"
KINDS = "kind IN ('logo', 'picture', 'card', 'portrait', 'download')"
KINDS_BEFORE = "kind IN ('logo', 'portrait', 'download')"
ADDED = ("picture", "card")


def upgrade() -> None:
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(CHECK), type_="check")
        batch_op.create_check_constraint(batch_op.f(CHECK), KINDS)
    for kind in ADDED:
        such = sa.text(f"kind = '{kind}'")
        op.create_index(
            f"ix_upload_{kind}",
            "upload",
            ["event_id"],
            unique=True,
            sqlite_where=such,
            postgresql_where=such,
        )


def downgrade() -> None:
    for kind in ADDED:
        op.drop_index(f"ix_upload_{kind}", "upload")
    op.execute("DELETE FROM upload WHERE kind IN ('picture', 'card')")
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(CHECK), type_="check")
        batch_op.create_check_constraint(batch_op.f(CHECK), KINDS_BEFORE)
