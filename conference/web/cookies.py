"""Reading one cookie from a header in which a browser may send anything."""


def read_cookie(header: str, name: str) -> str:
    """ "" where it is not there; of two the last. Every request is asked for some, and the standard
    library's parser, which sets up an object for each cookie, takes twenty times as long."""
    found = ""
    for pair in header.split(";"):
        key, _, value = pair.strip().partition("=")
        if key == name:
            found = value
    is_quoted = len(found) > 1 and found[0] == found[-1] == '"'
    return found[1:-1] if is_quoted else found
