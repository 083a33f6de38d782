"""Rehearsals: a copy of an event, the companies invented for it, and how long its crowd stays."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATE = "ck_event_eventstate"
STATES = "state IN ('draft', 'published', 'archived', 'rehearsal')"
STATES_BEFORE = "state IN ('draft', 'published', 'archived')"
INVENTED = "ix_organisation_event_id"


def upgrade() -> None:
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(STATE), type_="check")
        batch_op.create_check_constraint(batch_op.f(STATE), STATES)
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("event_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f(INVENTED), ["event_id"], unique=False)
    op.create_table(
        "rehearsal",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("of_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_rehearsal_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["of_id"], ["event.id"], name=op.f("fk_rehearsal_of_id_event"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["session.id"],
            name=op.f("fk_rehearsal_session_id_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_rehearsal")),
        sa.UniqueConstraint("of_id", name=op.f("uq_rehearsal_of_id")),
    )


def downgrade() -> None:
    op.drop_table("rehearsal")
    op.execute("UPDATE event SET state = 'draft' WHERE state = 'rehearsal'")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f(INVENTED))
        batch_op.drop_column("event_id")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f(STATE), type_="check")
        batch_op.create_check_constraint(batch_op.f(STATE), STATES_BEFORE)
