"""The database kernel: sessions, transactions, group commit, changes, column types."""

from conference.db.base import Base
from conference.db.changes import Change, announce
from conference.db.counting import StatementCount
from conference.db.database import Database
from conference.db.letters import letters, plain
from conference.db.turns import Turn, take_turn
from conference.db.types import TranslatedText, UtcDateTime, words
from conference.db.united import United
from conference.db.upsert import insert_into, insert_missing

__all__ = [
    "Base",
    "Change",
    "Database",
    "StatementCount",
    "TranslatedText",
    "Turn",
    "United",
    "UtcDateTime",
    "announce",
    "insert_into",
    "insert_missing",
    "letters",
    "plain",
    "take_turn",
    "words",
]
