"""Entity tags of what browsers keep (RFC 9110, 8.8.3)."""


def names_tag(header: str, etag: str) -> bool:
    """`header`: that of If-None-Match; `etag` with its quotes."""
    known = {tag.strip().removeprefix("W/") for tag in header.split(",")}
    return bool(known & {"*", etag})
