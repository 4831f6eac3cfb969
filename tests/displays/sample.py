"""A snapshot with every state in it, and the scenes drawn from it, to be looked at.

    python -m tests.displays.sample tests/out

writes each scene in both frames and both themes as SVG and PNG.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hub.displays import Frame
from hub.displays.kpi_story import KpiStory
from hub.displays.kpq import KeyQuestion
from hub.displays.lens_wall import LensWall
from hub.displays.perspective import Perspective
from hub.displays.scorecard import Scorecard
from hub.displays.spread import UnitSpread
from hub.domain.figures import Format, Measure
from hub.domain.periods import Frequency
from hub.domain.spc import analyse
from hub.domain.status import Polarity, Status
from hub.drawing import DARK, LIGHT, Node
from hub.snapshot.views import (
    AnswerView,
    IssueBrief,
    KpiView,
    LensView,
    NoteView,
    ObjectiveView,
    PerspectiveView,
    Point,
    Process,
    QuestionsView,
    QuestionView,
    Rebase,
    ReviewView,
    ScorecardView,
    Snapshot,
)
from tests.displays.houses import units

NOW = datetime(2026, 11, 23, 8, 42, tzinfo=UTC)
MONTHS = ("Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov")
COURSE = (0.0, 0.1, 0.3, 0.2, 0.45, 0.4, 0.6, 0.55, 0.7, 0.85, 0.9, 1.0)
UNITS = {
    "ims": "Information Management Services",
    "hmrc": "HM Revenue & Customs",
    "nhs": "Northbridge Hospitals NHS Trust",
}
PERCENT, WHOLE = Format(Measure.PERCENT, 1), Format(decimals=0)
LANDSCAPE, PORTRAIT = (1920, 1080), (1080, 1920)
FRAMES = tuple(Frame(*size, theme) for size in (LANDSCAPE, PORTRAIT) for theme in (LIGHT, DARK))


def points(value: float, target: float | None, start: float | None = None) -> tuple[Point, ...]:
    """Twelve months that end at ``value``."""
    first = value * 0.9 if start is None else start
    begun = datetime(2025, 12, 31, tzinfo=UTC)
    return tuple(
        Point(
            f"2026-{index:02}",
            MONTHS[index],
            begun + timedelta(days=30.4 * index),
            first + (value - first) * share,
            target,
        )
        for index, share in enumerate(COURSE)
    )


def kpi(
    key: str,
    title: str,
    status: Status,
    value: float | None,
    target: float | None,
    format: Format = PERCENT,
    unit: str = "ims",
    start: float | None = None,
) -> KpiView:
    return KpiView(
        key=f"{unit}.{key}",
        title=title,
        unit=unit,
        unit_title=UNITS[unit],
        owner="Director, Live Services",
        format=format,
        polarity=Polarity.HIGHER,
        frequency=Frequency.MONTH,
        status=status,
        value=value,
        target=target,
        period="2026-11" if value is not None else None,
        period_title="November 2026" if value is not None else "",
        question="Shows whether people can work.",
        source="Service desk records",
        delivered_by="IT supplier (outsourced)",
        points=points(value, target, start) if value is not None else (),
    )


def months(values: Sequence[float], target: float | None) -> tuple[Point, ...]:
    """Monthly figures, the last of November 2026."""
    found = []
    for index, value in enumerate(values, 12 * 2026 + 11 - len(values)):
        year, month = divmod(index, 12)
        ends = datetime(year, month + 1, 28, tzinfo=UTC)
        found.append(
            Point(f"{year}-{month + 1:02}", f"{ends:%b}", ends, value, target, year=f"{year}")
        )
    return tuple(found)


def process(points: Sequence[Point], *rebases: Rebase, direction: str = "increase") -> Process:
    """What the rules say of monthly figures."""
    begins = {rebase.period for rebase in rebases}
    found = analyse(
        [point.value for point in points],
        [point.period for point in points],
        direction,
        points[-1].target,
        [point.period for point in points if point.period in begins],
    )
    return Process(
        mean=tuple(found["mean"]),
        lower=tuple(found["lpl"]),
        upper=tuple(found["upl"]),
        kinds=tuple(found["point_type"]),
        causes=tuple(found["special_cause_type"]),
        group=tuple(found["group"]),
        provisional=tuple(found["provisional"]),
        rebases=rebases,
    )


def issue(
    number: int, title: str, state: str = "analysing", done: int = 0, all: int = 0
) -> IssueBrief:
    raised = NOW - timedelta(days=42)
    return IssueBrief(
        f"i{number}",
        number,
        title,
        state,
        "Priya Nair",
        raised,
        (),
        "ims",
        all,
        done,
        "do" if all else "",
    )


def note(number: int, author: str, text: str, period: str | None = None) -> NoteView:
    return NoteView(f"n{number}", author, NOW - timedelta(days=number, hours=2), text, period)


G, A, R = Status.GREEN, Status.AMBER, Status.RED
NOTES = (
    note(0, "Priya Nair", "First-time fix fell after the handset rollout in August", "2026-08"),
    note(4, "Tom Reid", "The knowledge articles for the new handset were late; 140 are retired."),
    note(36, "Head of Service Desk", "New analysts joined in three of the five teams.", "2026-05"),
)
THREADS = (
    replace(
        NOTES[0],
        until="2026-10",
        edited_at=NOW,
        replies=tuple(
            note(n, "Tom Reid", f"Reply {n}: the articles are on their way.") for n in range(3)
        ),
    ),
    NOTES[2],
    replace(NOTES[1], resolved_by="Priya Nair", resolved_at=NOW - timedelta(days=1)),
)
STAMP = ReviewView("Chief Information Officer", NOW - timedelta(days=2), "2026-10", "October 2026")
ANSWER = AnswerView(
    "Less often than in spring; the new articles should bring it back by March.",
    "medium", "Priya Nair", NOW - timedelta(days=3),
)  # fmt: skip
FIRST_TIME_FIX = replace(
    kpi("first_time_fix", "Problems resolved at the first call", R, 71, 78, Format(Measure.PERCENT,
        0), start=80),
    note_count=3,
    notes=NOTES,
    latest_note=NOTES[0],
    issues=(
        issue(14, "First-time fix below target since the handset rollout", "doing", 2, 6),
        issue(15, "Knowledge articles out of date"),
    ),
    question="Do people get going again at the first call?",
    illustrative=True,
    due=date(2026, 12, 10),
)  # fmt: skip
SWING = (0.0, 0.8, -0.5, 0.3, -0.9, 0.6, -0.2, 1.0, -0.7, 0.1, 0.5, -0.4, 0.2)
TOTAL = replace(
    kpi("total", "Problems resolved at the first call", R, 76.4, 78, start=80),
    parts=units(4),
    illustrative=True,
)
NEW_DESK = Rebase("2025-11", "the service desk moved to one place", "Priya Nair")
HANDLED = months([*(84 + 2 * s for s in SWING), *(91 + s for s in SWING)], 90.0)
REBASED = replace(
    kpi("handled", "Calls answered by an analyst", G, 91.2, 90),
    points=HANDLED,
    process=process(HANDLED, NEW_DESK),
    variation="common_cause",
    assurance="inconsistent",
)
FALLING = months([80 + 0.5 * s for s in SWING] + [79, 78.2, 77, 75.1, 74, 72.6, 71], 78.0)
WORSE = replace(
    FIRST_TIME_FIX,
    key="ims.worse",
    points=FALLING,
    process=process(FALLING),
    variation="concern_low",
    assurance="inconsistent",
)
YOUNG = replace(
    kpi("young", "Tickets closed within a day", G, 91.2, 90),
    points=HANDLED[-6:],
    process=process(HANDLED[-6:]),
)
STORIES = (REBASED, WORSE, YOUNG)
KPIS = (
    replace(kpi("security_compliance", "Systems that meet IT security standards", G, 98.6, 97),
            owner="Head of Information Security", illustrative=True),
    kpi("security_incidents", "Losses of customers\u2019 information", G, 0, 0, WHOLE, start=1),
    replace(kpi("availability", "Live services available now", G, 99.93, 99.9,
                Format(Measure.PERCENT, 2), start=99.8), frequency=Frequency.LIVE,
            period_title="live"),
    replace(kpi("major_incidents", "Major incidents", A, 4, 4, WHOLE, start=6),
            variation="common_cause", assurance="inconsistent"),
    replace(kpi("restore_time", "Time to restore after a major incident", R, 131, 120,
                Format(Measure.MINUTES, 0), start=110),
            variation="concern_high", assurance="fail"),
    replace(kpi("milestones_met", "Project milestones met on time", R, 81, 90, start=92),
            issues=(issue(16, "Change milestones slipping"),), toothless=True),
    kpi("spending", "Spending against budget", A, 100, 100, Format(Measure.PERCENT, 0)),
    replace(kpi("insight", "Senior stakeholders who say we bring insight", G, 68, 65,
                Format(Measure.PERCENT, 0), start=60), restated=True,
            variation="improvement_high", assurance="pass"),
    kpi("needs", "Customers who feel that we know their business", A, 7.5, 7.5,
        Format(Measure.SCORE, 1), start=7),
    kpi("ease", "Ease of use of everyday IT", G, 4.2, 4, Format(Measure.SCORE, 1), start=3.5),
    FIRST_TIME_FIX,
    kpi("savings", "Savings delivered by suppliers", G, 18.2, 17, Format(Measure.GBP_M, 1)),
    kpi("supplier_dates", "Supplier milestones met", R, 88, 90, start=93),
    kpi("service_levels", "Service levels met", Status.NO_TARGET, 97, None),
    kpi("skills", "Growth of professional skills", G, 6.1, 5,
        Format(Measure.PERCENT, 1, True), start=2),
    kpi("purpose", "People who see how their work counts", Status.NO_DATA, None, 65),
    replace(kpi("days_lost", "Average working days lost", A, 7.9, 8.4, Format(Measure.DAYS, 1)),
            coverage="England", late_days=9, late_words="9 working days late",
            variation="improvement_low", assurance="inconsistent"),
    replace(kpi("lost_time", "Lost-time rate of the security team", Status.SUPPRESSED, 4.1, 3),
            variation="neutral_high", assurance="pass"),
    replace(kpi("turnover", "People who leave", Status.NOT_DUE, None, 9),
            due=date(2027, 1, 13)),
)  # fmt: skip
SHARES = (
    ("performance", "security", "Ensure IT security standards are maintained",
     "Is customers\u2019 information safe in our systems?", (0, 1)),
    ("performance", "services", "Keep live services running",
     "Can people rely on our services when they need them?", (2, 3)),
    ("performance", "recovery", "Put things right fast when they fail",
     "How soon are people working again after a failure?", (4,)),
    ("performance", "projects", "Land projects when and as promised",
     "Do projects land when we said they would?", (5,)),
    ("performance", "budget", "Spend what we planned",
     "Are we spending what we planned, on what we planned?", (6,)),
    ("customer", "insight", "Provide strategic insight and innovation",
     "Do senior stakeholders say that we bring insight?", (7,)),
    ("customer", "needs", "Understand what our customers need",
     "Do customers feel that we know their business?", (8,)),
    ("customer", "ease", "Make IT simple for people to use",
     "How easy is our IT in everyday work?", (9,)),
    ("customer", "first", "Resolve problems the first time",
     "Do people get going again at the first call?", (10,)),
    ("supplier", "value", "Deliver value for money from supplier relationships",
     "Do we get what we pay for, when it was promised?", (11, 12, 13)),
    ("employee", "skills", "Improve capability and professionalism of staff",
     "Are our people\u2019s skills growing where we need them?", (14,)),
    ("employee", "purpose", "Help people see how their work counts",
     "Do people see how their work counts?", (15,)),
    ("employee", "health", "Support health and attendance",
     "Are our people well enough to be at work?", (16, 17, 18)),
    ("employee", "voice", "Hear what people say", "Do people speak up?", ()),
)  # fmt: skip
BANDS = {
    "performance": "Performance",
    "customer": "Customer centricity",
    "supplier": "Supplier engagement",
    "employee": "Employee engagement",
}
STATUS_OF = {"recovery": R, "projects": R, "first": R, "value": A, "health": Status.NO_DATA}


def scorecard() -> ScorecardView:
    return ScorecardView(
        unit="ims",
        unit_title=UNITS["ims"],
        unit_short="IMS",
        director="Chief Information Officer",
        title="IMS balanced scorecard",
        perspectives=tuple(PerspectiveView(f"ims.{key}", title) for key, title in BANDS.items()),
        objectives=tuple(
            ObjectiveView(
                key=f"ims.{key}",
                title=title,
                perspective=f"ims.{band}",
                status=STATUS_OF.get(key, G) if numbers else Status.NO_DATA,
                kpqs=(question,),
                masked=1 if key == "value" else 0,
                illustrative=key == "voice",
                kpis=tuple(KPIS[number] for number in numbers),
            )
            for band, key, title, question, numbers in SHARES
        ),
    )


def elsewhere() -> Iterator[KpiView]:
    """KPIs of other units."""
    yield replace(
        kpi("complaints", "Complaints answered within 15 working days", R, 83.9, 85, unit="hmrc"),
        coverage="all customers",
    )
    yield kpi("calls", "Time to answer a call", R, 839, 600, Format(Measure.SECONDS), "hmrc")
    yield replace(
        kpi("four_hours", "Patients seen within four hours", R, 74.1, 78, unit="nhs"),
        coverage="England",
    )
    yield kpi("beds", "Beds occupied", Status.NO_TARGET, 1204, None, WHOLE, "nhs")  # fmt: skip


def questions() -> QuestionsView:
    """A question for each objective; the ninth one is answered."""
    asked = (
        QuestionView(
            key=key,
            question=question,
            objective=f"ims.{key}",
            objective_title=title,
            perspective=f"ims.{band}",
            kpis=tuple(KPIS[number] for number in numbers),
            answers=(ANSWER,) if key == "first" else (),
        )
        for band, key, title, question, numbers in SHARES
    )
    return QuestionsView("ims", UNITS["ims"], tuple(asked))


def snapshot() -> Snapshot:
    lens = (*KPIS, *elsewhere())
    return Snapshot(
        as_of=NOW,
        data_to=NOW - timedelta(minutes=12),
        scorecards={"ims": scorecard()},
        questions={"ims": questions()},
        lenses={
            "delivery": LensView("delivery", "Delivery", lens),
            "few": LensView("few", "Supplier cost", KPIS[10:14]),
            "many": LensView("many", "Everything", tuple(
                replace(each, key=f"{each.key}-{copy}") for copy in range(2) for each in lens)),
        },
        kpis={each.key: each for each in (*KPIS, *STORIES)},
    )  # fmt: skip


def scenes(frame: Frame) -> Iterator[tuple[str, Node]]:
    shown = snapshot()
    yield "perspective", Perspective({"unit": "ims", "perspective": "customer"}).draw(shown, frame)
    yield "perspective-7", Perspective({"unit": "ims"}).draw(shown, frame)
    yield "perspective-6", Perspective({"unit": "ims", "perspective": "employee"}).draw(
        shown, frame)  # fmt: skip
    yield "scorecard", Scorecard({"unit": "ims"}).draw(shown, frame)
    yield "lens", LensWall({"lens": "delivery"}).draw(shown, frame)
    yield "lens-few", LensWall({"lens": "few"}).draw(shown, frame)
    yield "lens-many", LensWall({"lens": "many"}).draw(shown, frame)
    for count in (4, 13, 24, 40, 200):
        spread = replace(shown, kpis={TOTAL.key: replace(TOTAL, parts=units(count))})
        yield f"spread-{count}", UnitSpread({"kpi": TOTAL.key}).draw(spread, frame)
    for key in ("first", "health", "value", "voice"):
        yield f"kpq-{key}", KeyQuestion({"unit": "ims", "kpq": key}).draw(shown, frame)
    for key in ("first_time_fix", "days_lost", "lost_time", "availability", "handled", "worse",
                "young"):  # fmt: skip
        yield f"story-{key}", KpiStory({"kpi": f"ims.{key}"}).draw(shown, frame)


def main(folder: Path) -> None:
    from hub.drawing.printing import to_png

    folder.mkdir(parents=True, exist_ok=True)
    for frame in FRAMES:
        for name, drawn in scenes(frame):
            path = folder / f"{name}-{frame.width}-{frame.theme.name}"
            path.with_suffix(".svg").write_text(str(drawn), "utf-8")
            if frame.theme is LIGHT:
                path.with_suffix(".png").write_bytes(to_png(drawn, frame.width))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
