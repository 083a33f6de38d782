"""Names of regions as people write them, and as the partner list spells them. Pure."""

from collections.abc import Iterable, Sequence

from conference.db import plain


def spelled(
    written: Iterable[str], known: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of the list, each once and in its order, and what is none of them."""
    wanted = {plain(name.strip()): name.strip() for name in written if name.strip()}
    found = tuple(region for region in known if plain(region) in wanted)
    keys = {plain(region) for region in found}
    return found, tuple(name for key, name in wanted.items() if key not in keys)
