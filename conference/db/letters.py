"""`letters`: a text as one looks for it and sorts by it, in lower case and without accents.

The same on both databases: SQLite knows the case of English letters only, and how PostgreSQL
sorts depends on where it runs.
"""

import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

# Letters that Unicode takes apart into no base and accent, then the accents themselves.
STROKED, BASES = "øØłŁđĐħĦıẞ", "oOlLdDhHiß"
ACCENTS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0326\u0327\u0328"
TABLE = str.maketrans(STROKED, BASES, ACCENTS)


class letters(GenericFunction[str]):  # noqa: N801 - it is used as a function
    type = Text()
    inherit_cache = True


def plain(text: str) -> str:
    """What `letters` makes of a text."""
    return unicodedata.normalize("NFD", text).translate(TABLE).lower().replace("ß", "ss")


@compiles(letters, "postgresql")
def _in_postgresql(element: letters, compiler: Any, **options: Any) -> str:
    inner: ColumnElement[str] = element.clauses.clauses[0]
    shown = compiler.process(inner, **options)
    # What has no base is taken away.
    bare = f"translate(normalize({shown}, NFD), '{STROKED}{ACCENTS}', '{BASES}')"
    return f"replace(lower({bare}), 'ß', 'ss')"
