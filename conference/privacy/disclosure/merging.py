"""Merging: categories are put together until each group is large enough, and none is hidden.

A hidden small group would follow from the total and the others.
"""

from collections.abc import Mapping, Sequence

from conference.privacy.plan import Plan

Group = tuple[str, ...]


def merge(
    groups: Sequence[Group], counts: Mapping[Group, int], plan: Plan, enough: int
) -> list[Group]:
    """The smallest goes to its neighbour in the plan, else to the next smallest, until every group
    has `enough` or only one is left. Depends on counts and names alone."""
    sizes = {group: counts.get(group, 0) for group in groups}
    while len(sizes) > 1:
        smallest = min(sizes, key=lambda group: (sizes[group], group))
        if sizes[smallest] >= enough:
            break
        others = {group: size for group, size in sizes.items() if group != smallest}
        partner = nearest(smallest, others, plan)
        sizes[united(smallest, partner)] = sizes.pop(smallest) + sizes.pop(partner)
    return sorted(sizes)


def nearest(group: Group, others: Mapping[Group, int], plan: Plan) -> Group:
    """The first neighbour that is among the `others`, else the smallest of them."""
    for category, neighbour in plan.neighbours:
        for other in others:
            if category in group and neighbour in other:
                return other
    return min(others, key=lambda other: (others[other], other))


def united(first: Group, second: Group) -> Group:
    return tuple(sorted({*first, *second}))
