"""KPIs, objectives and plates of maps that tests draw, and the scenes made of them."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hub.displays import Frame
from hub.displays.strategy_map import StrategyMap
from hub.domain.figures import Format, Measure
from hub.domain.periods import Frequency
from hub.domain.status import Polarity, Status
from hub.drawing import Node
from hub.snapshot.views import KpiView, MapNodeView, MapView, PerspectiveView, Point, Snapshot

NOW = datetime(2026, 11, 23, 8, 42, tzinfo=UTC)
GREEN, AMBER, RED = Status.GREEN, Status.AMBER, Status.RED
HMRC_VISION = (
    "We will close the tax gap, our customers will feel that the tax system is simple for them "
    "and even-handed, and we will be seen as a highly professional and efficient organisation."
)
FRAMES = {"wide": (1920, 1080), "tall": (1080, 1920)}


def kpi(
    key: str,
    status: Status = GREEN,
    value: float | None = 98.6,
    target: float | None = 97.0,
    title: str = "",
    measure: Measure = Measure.PERCENT,
    decimals: int = 1,
    illustrative: bool = False,
) -> KpiView:
    swing = (-3.0, -2.6, -2.1, -2.3, -1.4, -1.3, -0.8, -1.0, -0.6, -0.3, -0.1, 0.0)
    series = [] if value is None else [value + s * 0.01 * max(abs(value), 1) for s in swing]
    points = tuple(
        Point(f"P{i}", f"P{i}", NOW - timedelta(days=30 * (12 - i)), v, target)
        for i, v in enumerate(series)
    )
    return KpiView(
        key=key,
        title=title or key.replace("_", " ").capitalize(),
        unit="ims",
        unit_title="Information Management Services",
        owner="Head of Service Desk",
        format=Format(measure, decimals),
        polarity=Polarity.HIGHER,
        frequency=Frequency.MONTH,
        status=status,
        value=value,
        target=target,
        points=points,
        illustrative=illustrative,
    )


def objective(
    key: str, title: str, perspective: str, *kpis: KpiView, illustrative: bool = False
) -> MapNodeView:
    statuses = [k.status for k in kpis]
    worst = next((s for s in (RED, AMBER, GREEN) if s in statuses), None)
    notes = [k.latest_note for k in kpis if k.latest_note]
    return MapNodeView(
        key=key,
        kind="objective",
        title=title,
        unit="ims",
        perspective=perspective,
        illustrative=illustrative,
        status=worst if len(set(statuses)) < 2 else AMBER,
        kpis=kpis,
        note_count=sum(k.note_count for k in kpis),
        latest_note=notes[0] if notes else None,
        issues=tuple({i.id: i for k in kpis for i in k.issues}.values()),
    )


def plate(key: str, kind: str, title: str, unit: str, **more: str | bool) -> MapNodeView:
    return replace(MapNodeView(key=key, kind=kind, title=title, unit=unit), **more)  # type: ignore[arg-type]


def counted(
    perspectives: tuple[PerspectiveView, ...], nodes: tuple[MapNodeView, ...]
) -> tuple[PerspectiveView, ...]:
    found = []
    for each in perspectives:
        kpis = {k.key: k for n in nodes if n.perspective == each.key for k in n.kpis}
        counts = Counter("late" if k.late else k.status.value for k in kpis.values())
        found.append(replace(each, counts=dict(counts)))
    return tuple(found)


def snapshot(view: MapView) -> Snapshot:
    return Snapshot(as_of=NOW, data_to=NOW - timedelta(minutes=12), maps={view.unit: view})


def drawn(view: MapView, frame: Frame) -> Node:
    return StrategyMap({"unit": view.unit}).draw(snapshot(view), frame)
