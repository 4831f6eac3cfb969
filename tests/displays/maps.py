"""Maps to draw: a directorate below its department, a hospital, six bands of one each, any at all.

    python -m tests.displays.maps tests/out

writes each of them in both frames and both themes as SVG, to be looked at.
"""

import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from hub.displays import Frame
from hub.displays.strategy_map import StrategyMap
from hub.domain.figures import Format, Measure
from hub.domain.periods import Frequency
from hub.domain.status import Polarity, Status
from hub.drawing import DARK, LIGHT, Node
from hub.snapshot.views import (
    IssueBrief,
    KpiView,
    LinkView,
    MapNodeView,
    MapView,
    NoteView,
    PerspectiveView,
    Point,
    Snapshot,
)

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


def ims(vision: str = HMRC_VISION, illustrative: bool = True) -> MapView:
    """A directorate whose objectives lead up to its department's goals and vision."""
    made = illustrative
    note = NoteView(
        "n1",
        "Priya Nair",
        NOW - timedelta(minutes=27),
        "First-time fix fell after the handset rollout in August",
    )
    issue = IssueBrief(
        "i14", 14, "First-time fix", "doing", "Priya Nair", NOW, ("ims.first_fix",), "ims", 6, 2
    )
    missed = replace(
        kpi("ims.first_fix", RED, 71, 78, "Fixed at the first call", decimals=0, illustrative=made),
        note_count=2,
        latest_note=note,
        issues=(issue,),
    )
    late = replace(
        kpi("ims.sickness", AMBER, 7.9, 7.5, "Days lost", Measure.COUNT, illustrative=made),
        late_days=9,
        late_words="9 days late",
    )
    nodes = (
        plate("hmrc.vision", "vision", vision, "hmrc"),
        plate(
            "hmrc.goal_entitlement",
            "plan_goal",
            "Individuals and businesses pay the tax due and receive what they are entitled to",
            "hmrc",
        ),
        plate(
            "hmrc.goal_professionalism",
            "plan_goal",
            "Improve our professionalism: customers' information, stakeholders, external impact",
            "hmrc",
        ),
        plate(
            "ims.information_security",
            "programme",
            "IMS information security",
            "ims",
            subtitle="Keeps customers' information safe",
        ),
        plate(
            "ims.service_desk_renewal",
            "programme",
            "Service desk renewal",
            "ims",
            subtitle="One place to get going again",
            illustrative=made,
        ),
        plate(
            "ims.change_portfolio",
            "programme",
            "Change portfolio",
            "ims",
            subtitle="Projects that change how we work",
            illustrative=made,
        ),
        plate(
            "ims.value_for_money",
            "programme",
            "Value for money",
            "ims",
            subtitle="More for every pound",
            illustrative=made,
        ),
        objective(
            "ims.secure_systems",
            "Ensure IT security standards are maintained",
            "performance",
            kpi("ims.security", GREEN, 98.6, 97, illustrative=made),
            kpi(
                "ims.losses",
                GREEN,
                0,
                0,
                "Losses of information",
                Measure.COUNT,
                0,
                illustrative=made,
            ),
        ),
        objective(
            "ims.live_services",
            "Run live services people can rely on",
            "performance",
            kpi("ims.availability", GREEN, 99.93, 99.9, decimals=2, illustrative=made),
            kpi(
                "ims.recovery",
                AMBER,
                839,
                840,
                "Time to recover",
                Measure.SECONDS,
                illustrative=made,
            ),
        ),
        objective(
            "ims.deliver_change",
            "Deliver change on time and within budget",
            "performance",
            kpi("ims.on_time", RED, 81, 90, decimals=0, illustrative=made),
        ),
        objective(
            "ims.live_within_budget",
            "Live within our budget",
            "performance",
            kpi("ims.budget", AMBER, 100, 100, decimals=0, illustrative=made),
        ),
        objective(
            "ims.strategic_insight",
            "Provide strategic insight and innovation",
            "customer",
            kpi("ims.insight", GREEN, 68, 65, decimals=0, illustrative=made),
        ),
        objective(
            "ims.know_needs",
            "Understand what our customers need",
            "customer",
            kpi("ims.needs", AMBER, 7.5, 7.5, "", Measure.SCORE, 1, illustrative=made),
        ),
        objective(
            "ims.simple_it",
            "Make IT simple for people to use",
            "customer",
            kpi("ims.ease", GREEN, 4.2, 4.0, "", Measure.SCORE, 1, illustrative=made),
        ),
        objective("ims.resolve_first_time", "Resolve problems the first time", "customer", missed),
        objective(
            "ims.supplier_value",
            "Deliver value for money from supplier relationships",
            "supplier",
            kpi(
                "ims.savings",
                GREEN,
                18.2,
                17,
                "Savings delivered",
                Measure.GBP_M,
                illustrative=made,
            ),
            kpi("ims.milestones", RED, 88, 90, "Milestones met", decimals=0, illustrative=made),
            kpi("ims.levels", AMBER, 97, 97, "Service levels met", decimals=0, illustrative=made),
        ),
        objective(
            "ims.build_capability",
            "Improve capability and professionalism of staff",
            "employee",
            kpi("ims.skills", GREEN, 6.1, 5, illustrative=made),
        ),
        objective(
            "ims.see_purpose",
            "Help people see how their work counts",
            "employee",
            kpi("ims.purpose", AMBER, 65, 65, decimals=0, illustrative=made),
        ),
        objective("ims.health", "Support health and attendance", "employee", late),
    )
    pairs = (
        ("hmrc.goal_entitlement", "hmrc.vision", 1, "strong"),
        ("hmrc.goal_professionalism", "hmrc.vision", 1, "strong"),
        ("ims.secure_systems", "ims.information_security", 1, "strong"),
        ("ims.information_security", "hmrc.goal_professionalism", 1, "strong"),
        ("ims.information_security", "hmrc.goal_entitlement", 1, "normal"),
        ("ims.service_desk_renewal", "hmrc.goal_professionalism", 1, "normal"),
        ("ims.change_portfolio", "hmrc.goal_entitlement", 1, "normal"),
        ("ims.value_for_money", "hmrc.goal_professionalism", 1, "normal"),
        ("ims.live_services", "ims.service_desk_renewal", 1, "normal"),
        ("ims.deliver_change", "ims.change_portfolio", 1, "strong"),
        ("ims.live_within_budget", "ims.value_for_money", 1, "normal"),
        ("ims.strategic_insight", "ims.live_services", 1, "normal"),
        ("ims.know_needs", "ims.live_services", 1, "normal"),
        ("ims.simple_it", "ims.deliver_change", 1, "normal"),
        ("ims.resolve_first_time", "ims.live_within_budget", 1, "normal"),
        ("ims.supplier_value", "ims.live_within_budget", 1, "strong"),
        ("ims.build_capability", "ims.secure_systems", 1, "strong"),
        ("ims.build_capability", "ims.supplier_value", 1, "normal"),
        ("ims.see_purpose", "ims.supplier_value", 1, "weak"),
        ("ims.health", "ims.resolve_first_time", 1, "normal"),
    )
    perspectives = (
        PerspectiveView("performance", "Performance"),
        PerspectiveView("customer", "Customer centricity"),
        PerspectiveView("supplier", "Supplier engagement"),
        PerspectiveView("employee", "Employee engagement"),
    )
    return MapView(
        unit="ims",
        unit_title="Information Management Services",
        unit_short="IMS",
        parent_title="HMRC",
        vision="To provide the most highly valued IT service in the UK",
        perspectives=counted(perspectives, nodes),
        nodes=nodes,
        links=tuple(LinkView(a, b, sign, strength) for a, b, sign, strength in pairs),
    )


def trust() -> MapView:
    """A hospital trust: its own vision on top, bands with questions, a trade-off."""
    paths = replace(kpi("rtt", RED, 61.2, 92, "Seen within 18 weeks"), coverage="England")
    nodes = (
        plate(
            "trust.vision",
            "vision",
            "Prompt and safe care for everyone who comes to us",
            "trust",
            illustrative=True,
        ),
        plate("trust.goal", "plan_goal", "Reduce waiting times", "trust"),
        objective(
            "t.prompt",
            "See and treat patients without delay",
            "customer",
            paths,
            kpi("ae", RED, 74.2, 78, "A&E within four hours"),
            illustrative=True,
        ),
        objective(
            "t.open",
            "Prevent bottlenecks across the whole system",
            "process",
            kpi("beds", AMBER, 92, 92, "Beds in use", decimals=0, illustrative=True),
        ),
        objective(
            "t.tests",
            "Report tests to GPs promptly",
            "process",
            kpi("tests", GREEN, 96.1, 95, illustrative=True),
        ),
        objective("t.change", "Sustain our ability to change and improve", "learning"),
        objective(
            "t.staff",
            "Involve a wide range of staff",
            "learning",
            kpi("staff", GREEN, 71, 70, decimals=0, illustrative=True),
        ),
        objective(
            "t.cost",
            "Be cost efficient",
            "financial",
            kpi("cost", GREEN, 101.2, 100, illustrative=True),
        ),
    )
    perspectives = (
        PerspectiveView(
            "customer",
            "Customer",
            "To achieve our vision, how should we appear to "
            "the customers/patients/departments that we work with?",
        ),
        PerspectiveView(
            "process",
            "Internal business processes",
            "To satisfy our stakeholders "
            "and customers/patients/departments which internal processes must we "
            "excel at?",
        ),
        PerspectiveView(
            "learning",
            "Learning and growth",
            "To achieve our vision, how will we sustain our ability to change and improve?",
        ),
        PerspectiveView(
            "financial",
            "Financial",
            "To succeed financially, how should we appear to our stakeholders?",
        ),
    )
    links = (
        LinkView("trust.goal", "trust.vision", strength="strong"),
        LinkView("t.prompt", "trust.goal", strength="strong"),
        LinkView("t.open", "t.prompt", strength="strong"),
        LinkView("t.tests", "t.prompt"),
        LinkView("t.change", "t.open"),
        LinkView("t.staff", "t.open"),
        LinkView("t.staff", "t.tests"),
        LinkView("t.cost", "t.change", strength="weak"),
        LinkView("t.cost", "t.tests", -1),
    )
    return MapView(
        "trust",
        "A hospital trust",
        "Trust",
        "Trust",
        "Prompt and safe care for everyone who comes to us",
        counted(perspectives, nodes),
        nodes,
        links,
    )


def paf() -> MapView:
    """Six bands of one objective each."""
    rows = (
        ("Health improvement", "Improve people's health", (kpi("smoking", GREEN, 11.6, 12.0),)),
        (
            "Fair access to services",
            "Be there for everyone who needs us",
            (kpi("gp", AMBER, 92.0, 92.0, "Could see a GP"), kpi("dentist", RED, 71.4, 75.0)),
        ),
        (
            "Effective delivery of appropriate health care",
            "Give the right care at the right time",
            (kpi("stroke", GREEN, 88.1, 85.0, "Scanned within the hour"),),
        ),
        (
            "Efficiency",
            "Use people's time well",
            (replace(kpi("sick", RED, 5.1, 4.5, "Sickness absence"), coverage="England"),),
        ),
        (
            "Patient/carer experience",
            "Spare patients long waits",
            (
                replace(kpi("ae4", RED, 74.2, 78.0, "A&E within four hours"), coverage="England"),
                kpi("rtt18", RED, 61.2, 92.0, "Seen within 18 weeks"),
                kpi("cancer", AMBER, 75.0, 75.0, "Cancer ruled out in 28 days"),
            ),
        ),
        (
            "Health outcomes of NHS care",
            "Improve what care achieves",
            (kpi("readmit", Status.NO_DATA, None, 9.0, "Back within 30 days"),),
        ),
    )
    nodes = [
        plate(
            "paf.vision",
            "vision",
            "Good health and fair care for the people we serve",
            "paf",
            illustrative=True,
        )
    ]
    nodes += [
        objective(f"o{i}", title, f"p{i}", *kpis, illustrative=True)
        for i, (_, title, kpis) in enumerate(rows)
    ]
    perspectives = tuple(PerspectiveView(f"p{i}", row[0]) for i, row in enumerate(rows))
    links = (
        LinkView("o0", "paf.vision", strength="strong"),
        LinkView("o1", "o0"),
        LinkView("o2", "o1"),
        LinkView("o3", "o2"),
        LinkView("o4", "o2"),
        LinkView("o5", "o0", strength="strong"),
    )
    return MapView(
        "paf",
        "NHS performance assessment framework",
        "NHS",
        "NHS",
        "Good health and fair care for the people we serve",
        counted(perspectives, tuple(nodes)),
        tuple(nodes),
        links,
    )


def department() -> MapView:
    """Two bands below two goals, a long vision of its own."""
    own = replace(ims(), nodes=())
    words = (
        (
            "a",
            "Close the tax gap",
            "outcomes",
            (kpi("gap", AMBER, 4.8, 4.8), kpi("debt", RED, 44.1, 40.0, "Tax debt", Measure.GBP_BN)),
        ),
        (
            "b",
            "Make tax feel simple and even-handed",
            "outcomes",
            (kpi("calls", RED, 79.2, 85.0), kpi("digital", GREEN, 81.0, 80.0)),
        ),
        (
            "c",
            "Be highly professional and efficient",
            "outcomes",
            (kpi("cost", GREEN, 0.52, 0.55),),
        ),
        ("d", "Treat everyone with respect", "way", (kpi("respect", GREEN, 82, 80),)),
        ("e", "Understand our customers and their needs", "way", ()),
        ("f", "Protect the information we are trusted with", "way", (kpi("lost", GREEN, 0, 0),)),
        ("g", "Drive continuous improvement", "way", (kpi("improve", AMBER, 61, 61),)),
    )
    nodes = (
        plate("vision", "vision", HMRC_VISION, "hmrc"),
        plate(
            "g1",
            "plan_goal",
            "Individuals and businesses pay the tax due and receive what they are entitled to",
            "hmrc",
        ),
        plate("g2", "plan_goal", "Improve our professionalism", "hmrc"),
        *(objective(key, title, band, *kpis) for key, title, band, kpis in words),
    )
    pairs = ("g1 vision", "g2 vision", "a g1", "b g1", "c g2", "d a", "d b", "e b", "f c", "g c")
    links = tuple(LinkView(*pair.split()) for pair in pairs)
    perspectives = (
        PerspectiveView("outcomes", "What we will achieve"),
        PerspectiveView("way", "Our way"),
    )
    return replace(
        own,
        unit="hmrc",
        unit_short="HMRC",
        vision=HMRC_VISION,
        nodes=nodes,
        links=links,
        perspectives=counted(perspectives, nodes),
    )


def full() -> MapView:
    """Twenty-five objectives in five bands, and thirty links."""
    statuses = (GREEN, GREEN, AMBER, RED, GREEN)
    nodes = tuple(
        objective(
            f"n{b}{i}",
            "Improve capability and professionalism of staff"[: 24 + 6 * i],
            f"b{b}",
            kpi(f"k{b}{i}", statuses[(b + 2 * i) % 5], 71.5 + i, 70, illustrative=True),
        )
        for b in range(5)
        for i in range(5)
    )
    links = tuple(
        LinkView(
            f"n{b}{i}",
            f"n{b - 1 - (i + b) % 2 if b > 1 else b - 1}{(i * 3 + b) % 5}",
            -1 if (b + i) % 9 == 0 else 1,
        )
        for b in range(1, 5)
        for i in range(5)
    ) + tuple(LinkView(f"n{b}{i}", f"n{b - 1}{i}") for b in range(1, 5) for i in (0, 2, 4))
    perspectives = tuple(
        PerspectiveView(f"b{b}", name)
        for b, name in enumerate(("Performance", "Customers", "Processes", "Suppliers", "People"))
    )
    return MapView(
        "full",
        "A full map",
        "Full",
        "Plan",
        "To be the best at everything we do",
        counted(perspectives, nodes),
        nodes,
        links,
    )


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
        IssueBrief(f"{key}-{n}", 14 + n, draw(TITLES), "doing", "Ann", NOW, (key,), "ims", n, 0)
        for n in range(count)
    )
    return replace(
        made,
        late_days=days,
        late_words="9 days late" if days else "",
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


MAPS = {"ims": ims, "trust": trust, "paf": paf, "department": department, "full": full}


def snapshot(view: MapView) -> Snapshot:
    return Snapshot(as_of=NOW, data_to=NOW - timedelta(minutes=12), maps={view.unit: view})


def drawn(view: MapView, frame: Frame) -> Node:
    return StrategyMap({"unit": view.unit}).draw(snapshot(view), frame)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in MAPS.items():
        for shape, (width, height) in FRAMES.items():
            for theme in (LIGHT, DARK):
                picture = drawn(make(), Frame(width, height, theme))
                (folder / f"{name}-{shape}-{theme.name}.svg").write_text(str(picture), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
