"""How long people and their browsers wait before they try again."""

import random

LEAST_S, MOST_S = 0.2, 2.0


def pause_s(tries: int) -> float:
    """After so many in vain, another one for each."""
    return random.uniform(0, min(LEAST_S * 2 ** min(tries, 10), MOST_S))  # noqa: S311
