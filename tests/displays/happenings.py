"""Timelines to draw: a few events of every kind, and any that people could make."""

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from hub.domain.events import EventKind, Span
from hub.snapshot.dated import EventView
from hub.snapshot.timeline import Timeline, TimelineView
from hub.snapshot.views import KpiView, Snapshot
from tests.displays.sample import NOW
from tests.displays.views import kpis, words

LONDON = ZoneInfo("Europe/London")
ASK = Timeline("house", 90)


def event(
    title: str,
    days: float,
    lasts: float = 0.0,
    kind: EventKind = EventKind.RELEASE,
    kpis: tuple[str, ...] = (),
    id: str = "",
) -> EventView:
    """One that starts ``days`` after now, and lasts for so many days."""
    starts = NOW + timedelta(days=days)
    ends = starts + timedelta(days=lasts) if lasts else None
    name = id or f"{title}-{days:g}".replace(" ", "_")
    return EventView(name, kind, title, "", Span(starts, ends, LONDON), "house", "House", kpis)


def timeline(
    events: Sequence[EventView], kpis: Sequence[KpiView] = (), ask: Timeline = ASK
) -> Snapshot:
    ordered = tuple(sorted(events, key=lambda e: (e.span.starts, e.id)))
    since = NOW - timedelta(days=ask.days)
    view = TimelineView(
        "house", "House of many rooms", LONDON, since, "", ordered, {k.key: k for k in kpis}
    )
    return Snapshot(NOW, answers={ask: view})


@st.composite
def timelines(draw: st.DrawFn, most: int = 40) -> Snapshot:
    """Up to ``most`` events of any length with any words, about KPIs in any state."""
    about = [draw(kpis(f"ims.k{index}", "ims")) for index in range(draw(st.integers(0, 4)))]
    days = st.one_of(st.floats(-120, 60), st.integers(-90, 30).map(float), st.just(-3.0))
    lasts = st.one_of(st.just(0.0), st.floats(0.01, 200))
    made = [
        event(
            draw(words()),
            draw(days),
            draw(lasts),
            draw(st.sampled_from(EventKind)),
            tuple(k.key for k in about if draw(st.booleans())),
            id=f"e{index}",
        )
        for index in range(draw(st.integers(0, most)))
    ]
    return timeline([e for e in made if e.span.over > NOW - timedelta(days=90)], about)
