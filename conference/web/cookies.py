"""Reading one cookie from a header in which a browser may send anything."""

from http.cookies import CookieError, SimpleCookie


def read_cookie(header: str, name: str) -> str:
    """ "" where it is not there. Newer Pythons refuse a header with any control character in it."""
    try:
        morsel = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
