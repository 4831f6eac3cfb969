"""Maps to draw: a directorate below its department, a hospital, six bands of one each, any at all.

    python -m tests.displays.maps tests/out

writes each of them in both frames and both themes as SVG, to be looked at.
"""

import sys
from dataclasses import replace
from pathlib import Path

from hub.displays import Frame
from hub.domain.figures import Measure
from hub.domain.status import Status
from hub.drawing import DARK, LIGHT
from hub.snapshot.views import LinkView, MapView, PerspectiveView
from tests.displays.directorate import ims
from tests.displays.nodes import (
    AMBER,
    FRAMES,
    GREEN,
    HMRC_VISION,
    RED,
    counted,
    drawn,
    kpi,
    objective,
    plate,
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
    links = tuple(LinkView(pair.split()[0], pair.split()[1]) for pair in pairs)
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


def full(each: int = 5) -> MapView:
    """Objectives in five bands, twenty-five of them in all, and thirty links."""
    statuses = (GREEN, GREEN, AMBER, RED, GREEN)
    nodes = tuple(
        objective(
            f"n{b}{i}",
            "Improve capability and professionalism of staff"[: 24 + 6 * (i % 5)],
            f"b{b}",
            kpi(f"k{b}{i}", statuses[(b + 2 * i) % 5], 71.5 + i, 70, illustrative=True),
        )
        for b in range(5)
        for i in range(each)
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


def crowded() -> MapView:
    """A hundred and twenty objectives in five bands."""
    return full(24)


MAPS = {"ims": ims, "trust": trust, "paf": paf, "department": department, "full": full}


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in MAPS.items():
        for shape, (width, height) in FRAMES.items():
            for theme in (LIGHT, DARK):
                picture = drawn(make(), Frame(width, height, theme))
                (folder / f"{name}-{shape}-{theme.name}.svg").write_text(str(picture), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
