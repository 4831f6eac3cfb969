"""The states sheet: every badge and every state of a tile in both themes, to be looked at.

    python -m tests.drawing.states tests/out

writes ``states-light`` and ``states-dark`` as SVG and PNG.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hub.domain.figures import Format, Measure
from hub.domain.periods import Frequency
from hub.domain.status import Polarity, Status
from hub.drawing import (
    DARK,
    LIGHT,
    STATES,
    Marker,
    Node,
    Theme,
    arrow,
    badge,
    chart,
    kpi_tile,
    label,
    legend_row,
    pdca_wheel,
    pill,
    scene,
    tally,
)
from hub.snapshot.views import IssueBrief, KpiView, Legend, Point

MONTHS = ("Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov")
UP = (95.2, 95.6, 96.1, 95.9, 96.8, 96.9, 97.4, 97.2, 97.9, 98.2, 98.4, 98.6)
DOWN = (79.0, 80.0, 79.5, 80.5, 79.8, 80.0, 78.8, 77.2, 75.1, 73.4, 72.2, 71.0)
PERCENT = Format(Measure.PERCENT, 1)
NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def points(values: tuple[float, ...], target: float | None) -> tuple[Point, ...]:
    start = datetime(2025, 12, 31, tzinfo=UTC)
    return tuple(
        Point(f"P{index}", MONTHS[index % 12], start + timedelta(days=30.4 * index), value, target)
        for index, value in enumerate(values)
    )


def kpi(title: str, status: Status, value: float | None, target: float | None) -> KpiView:
    series = UP if status in (Status.GREEN, Status.NO_TARGET) else DOWN
    shift = (value - series[-1]) if value is not None else 0
    return KpiView(
        key=title.lower().replace(" ", "-"),
        title=title,
        unit="ims",
        unit_title="Information Management Services",
        owner="Priya Nair",
        format=PERCENT,
        polarity=Polarity.HIGHER,
        frequency=Frequency.MONTH,
        status=status,
        value=value,
        target=target,
        points=points(tuple(v + shift for v in series), target) if value is not None else (),
    )


def issue(number: int) -> IssueBrief:
    return IssueBrief(
        f"i{number}", number, "First-time fix", "analysing", "Priya Nair", NOW, (), "ims"
    )


def tiles() -> tuple[KpiView, ...]:
    """One KPI for each state of a tile."""
    green = kpi("Above target", Status.GREEN, 98.6, 97)
    red = kpi("Below target", Status.RED, 71, 78)
    score = Format(Measure.SCORE, 1)
    return (
        green,
        replace(kpi("On target", Status.AMBER, 7.5, 7.5), format=score),
        red,
        replace(kpi("Data late", Status.AMBER, 7.9, 8.4), late_days=9,
                late_words="9 working days late", format=Format(Measure.DAYS, 1)),
        replace(kpi("No target set", Status.NO_TARGET, 412, None), format=Format(decimals=0)),
        kpi("Never had data", Status.NO_DATA, None, 90),
        replace(kpi("Never had data and late", Status.NO_DATA, None, 90), late_days=12,
                late_words="12 working days late"),
        replace(kpi("Not due yet", Status.NOT_DUE, None, 90), due=date(2026, 1, 13)),
        kpi("Lost-time rate of a small team", Status.SUPPRESSED, 4.1, 3.0),
        replace(green, key="restated", title="Restated figure", restated=True),
        replace(red, key="long", title="Resolve the problems that people and businesses report to "
                "the service desk the first time they call", note_count=3, issues=(issue(14),)),
        replace(green, key="england", title="Emergency admissions within four hours",
                coverage="England", illustrative=True),
        replace(kpi("Savings delivered", Status.GREEN, 1234567.5, 1200000),
                format=Format(Measure.GBP, 2)),
        replace(kpi("Time to answer", Status.RED, 839, 600), format=Format(Measure.SECONDS)),
    )  # fmt: skip


def sheet(theme: Theme) -> Node:
    """Badges, tiles, and the other marks on one scene of 1920 x 1260."""
    return scene(
        1920,
        1260,
        theme,
        *_badges(theme),
        *_tiles(theme),
        *_marks(theme),
        title=f"States, {theme.name}",
    )


def _badges(theme: Theme) -> Iterator[Node]:
    for index, state in enumerate(STATES):
        x = 90 + index * 132
        yield badge(state, theme, x, 60, 60)
        yield label(STATES[state].word, x, 118, 18, fill=theme["ink-2"], anchor="middle")


def _tiles(theme: Theme) -> Iterator[Node]:
    for index, view in enumerate(tiles()):
        x, y = 24 + index % 4 * 474, 150 + index // 4 * 196
        yield kpi_tile(view, theme, x, y, 450, 136 if index < 10 else 180, scale=1)
    challenged = replace(tiles()[0], key="challenged", title="Challenged figure")
    yield kpi_tile(challenged, theme, 972, 738, 450, 136, scale=1, challenged=True, overridden=True)
    marked = replace(tiles()[0], key="masked", title="Green with red below")
    yield kpi_tile(marked, theme, 1446, 738, 450, 136, scale=1, masked=3, upstream=True, told=True)


def _marks(theme: Theme) -> Iterator[Node]:
    yield legend_row(Legend(), theme, 36, 1240)
    yield tally({"green": 12, "amber": 1, "red": 3, "late": 1}, theme, 900, 1240)
    for index, stage in enumerate((None, "plan", "do", "check", "act")):
        yield pdca_wheel(stage, theme, 980 + index * 56, 960)
    yield pill("Live, data to 08:30", theme, 960, 1000, state="green")
    yield pill("No connection since 08:12, last values shown", theme, 960, 1056, fill="on",
               ink="on-glyph")  # fmt: skip
    yield arrow([(1300, 990), (1300, 960), (1500, 960), (1500, 930)], theme)
    yield arrow([(1340, 990), (1340, 970), (1560, 970), (1560, 930)], theme, told=True)
    yield arrow([(1600, 990), (1600, 960), (1860, 960), (1860, 930)], theme, trade_off=True)
    story = tuple(replace(p, restated=i == 4) for i, p in enumerate(points(DOWN, 78.0)))
    markers = (Marker("P7", "rollout"), Marker("P10", "2"))
    yield chart(story, PERCENT, "red", theme, 24, 920, 900, 280, markers=markers, surface="bg")


def main(folder: Path) -> None:
    from hub.drawing.printing import to_png

    folder.mkdir(parents=True, exist_ok=True)
    for theme in (LIGHT, DARK):
        drawn = sheet(theme)
        (folder / f"states-{theme.name}.svg").write_text(str(drawn), "utf-8")
        (folder / f"states-{theme.name}.png").write_bytes(to_png(drawn, 1920))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
