"""The order of a board: what is on stage first, then what most have asked for, then answered."""

STAGE, LIVE, ANSWERED = 2_000_000_000, 1_000_000_000, 0


def rank(*, votes: int, is_on_stage: bool, is_answered: bool) -> int:
    """Higher stands further up; ties go to the earlier question, by its id."""
    if is_on_stage:
        return STAGE + votes
    return (ANSWERED if is_answered else LIVE) + votes
