"""Causes as an outline."""

from collections.abc import Sequence

from hub.snapshot.views import CauseView


def in_order(causes: Sequence[CauseView]) -> list[tuple[CauseView, int]]:
    """Each cause below what it explains, with how deep it stands; what hangs together in a ring is
    told like what stands alone."""
    known = {cause.id for cause in causes}
    found: list[tuple[CauseView, int]] = []
    seen: set[str] = set()

    def add(cause: CauseView, depth: int) -> None:
        if cause.id in seen:
            return
        seen.add(cause.id)
        found.append((cause, depth))
        for each in causes:
            if each.parent == cause.id:
                add(each, depth + 1)

    for cause in (*(c for c in causes if c.parent not in known), *causes):
        add(cause, 0)
    return found
