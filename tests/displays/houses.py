"""Units behind a total, as many as wanted: some far apart, some hidden, one without a figure."""

from dataclasses import replace

from hub.domain.status import Status
from hub.snapshot.parts import PartView

HOUSES = ("Live services", "Sourcing and contracts", "Business partners", "Finance and performance",
          "Service desk", "Data centres and networks", "Office of the Chief Information Officer",
          "Digital programmes")  # fmt: skip


def units(count: int) -> tuple[PartView, ...]:
    """Units behind a total whose target is 78: some far apart, some hidden, one without figure."""
    return tuple(_unit(number) for number in range(count))


def _unit(number: int) -> PartView:
    title, again = HOUSES[number % len(HOUSES)], number // len(HOUSES)
    value = 62 + (number * 37 % 100) * 0.29
    bare = PartView(f"u{number}.fix", f"{title} {again + 1}" if again else title,
                    f"Director, {title}", 1.0)  # fmt: skip
    if number % 11 == 6:
        return replace(bare, status=Status.SUPPRESSED) if again else bare
    status = Status.RED if value < 77.5 else Status.AMBER if value < 78.5 else Status.GREEN
    return replace(bare, value=value, status=status, target=80.0 if number == 3 else 78.0)
