"""Any map at all: bands, nodes, links, titles and figures that nobody would choose."""

from dataclasses import replace

from hypothesis import strategies as st

from hub.domain.figures import Measure
from hub.domain.problem import Stage
from hub.domain.status import Status
from hub.snapshot.views import IssueBrief, KpiView, LinkView, MapView, NoteView, PerspectiveView
from tests.displays.nodes import NOW, counted, kpi, objective, plate

TITLES = st.sampled_from(
    (
        "Cut",
        "Live within our budget",
        "Improve capability and professionalism of staff",
        "Provide strategic insight and innovation to everyone who relies on us, in time",
        "Donaudampfschifffahrtsgesellschaftskapitaensmuetze",
        "\u0395\u03cd\u03ba\u03bf\u03bb\u03b1 \u03b3\u03b9\u03b1 \u03cc\u03bb\u03bf\u03c5\u03c2",
        "\u4e3a\u6bcf\u4e2a\u4eba\u63d0\u4f9b\u826f\u597d\u7684\u5065\u5eb7\u670d\u52a1",
        "Llanfairpwllgwyngyll \u2192 \u2265 98 % \U0001f600",
    )
)
FIGURES = st.sampled_from((None, 0.0, 7.5, 98.61, 1234567.8, -12.25))


@st.composite
def any_kpi(draw: st.DrawFn, key: str) -> KpiView:
    made = kpi(
        key,
        draw(st.sampled_from(Status)),
        draw(FIGURES),
        draw(FIGURES),
        draw(TITLES),
        draw(st.sampled_from(Measure)),
        draw(st.integers(0, 2)),
        draw(st.booleans()),
    )
    days = draw(st.sampled_from((0, 0, 9)))
    count = draw(st.integers(0, 2))
    note = NoteView("n", "Priya Nair", NOW, draw(TITLES))
    issues = tuple(
        IssueBrief(
            f"{key}-{n}",
            14 + n,
            draw(TITLES),
            "doing",
            "Ann",
            NOW,
            (key,),
            "ims",
            n,
            0,
            draw(st.sampled_from(Stage)) if n else "",
        )
        for n in range(count)
    )
    return replace(
        made,
        late_days=days,
        late_words="9 working days late" if days else "",
        coverage=draw(st.sampled_from(("", "", "England", "Civil Service"))),
        restated=draw(st.booleans()),
        note_count=count,
        latest_note=note if count else None,
        issues=issues,
    )


@st.composite
def any_map(draw: st.DrawFn) -> MapView:
    """A map of one to six bands with up to eight objectives each, and up to thirty links."""
    sizes = draw(st.lists(st.integers(0, 8), min_size=1, max_size=6))
    perspectives = tuple(
        PerspectiveView(f"b{b}", draw(TITLES), draw(st.sampled_from(("", "How do we improve?"))))
        for b in range(len(sizes))
    )
    unit = draw(st.sampled_from(("ims", "hmrc")))
    nodes = [
        plate(f"{kind}{i}", kind, draw(TITLES), "hmrc", illustrative=draw(st.booleans()))
        for kind, most in (("vision", 1), ("plan_goal", 4), ("programme", 5))
        for i in range(draw(st.integers(0, most)))
    ]
    for b, size in enumerate(sizes):
        for i in range(size):
            key = f"n{b}.{i}"
            kpis = [draw(any_kpi(f"k{b}.{i}.{n}")) for n in range(draw(st.integers(0, 3)))]
            made = draw(st.booleans())
            nodes.append(objective(key, draw(TITLES), f"b{b}", *kpis, illustrative=made))
    keys = st.sampled_from([n.key for n in nodes] or ["none"])
    links = draw(
        st.lists(
            st.builds(
                LinkView,
                keys,
                keys,
                st.sampled_from((1, 1, -1)),
                st.sampled_from(("strong", "normal", "weak")),
            ),
            max_size=30,
        )
    )
    known = tuple(links) if nodes else ()
    return MapView(
        unit,
        "Any unit",
        "Any",
        "Plan",
        draw(TITLES),
        counted(perspectives, tuple(nodes)),
        tuple(nodes),
        known,
    )
