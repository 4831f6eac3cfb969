"""Any snapshot that people could make, for tests that must hold for all of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from hypothesis import strategies as st

from hub.displays import Frame
from hub.domain.figures import Format, Measure
from hub.domain.periods import Frequency
from hub.domain.problem import Stage
from hub.domain.spc import COMMON_CAUSE, SIDES
from hub.domain.status import Polarity, Status
from hub.drawing import ICONS, KINDS
from hub.snapshot.parts import PartView, SpanView
from hub.snapshot.views import (
    AnswerView,
    IssueBrief,
    KpiView,
    Legend,
    LensView,
    NoteView,
    ObjectiveView,
    OverrideView,
    PerspectiveView,
    Process,
    QuestionsView,
    QuestionView,
    Rebase,
    ReviewView,
    ScorecardView,
    Snapshot,
)
from tests.displays.sample import FRAMES, NOW, points

ODD = (
    "Donaudampfschifffahrtsgesellschaftskapit\u00e4n",
    "W" * 40,
    "\u03c3 \u2265 3 \u2192 \u0141\u00f3d\u017a & <b>\u201cr\u00f6d\u201d</b>",
    "\u60a8\u7684\u610f\u89c1\u5f88\u91cd\u8981 \U0001f600 survey",
    "first/second/third-party_contracts@example",
    "A\u030angstr\u00f6m \u0645\u0631\u062d\u0628\u0627",
)
PLAIN = (
    *("share", "of", "calls", "answered", "within", "four", "hours", "in", "England", "and"),
    *("people", "resolved", "Interoperability", "\u00a320m", "at", "the", "first", "time"),
)


@cache  # made anew at every draw, a strategy costs more than what it draws
def words(most: int = 24) -> st.SearchStrategy[str]:
    """Plain words, odd ones, or anything at all, but never nothing."""
    plain = st.lists(st.sampled_from(PLAIN), min_size=1, max_size=most).map(" ".join)
    anything = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1,
                       max_size=60).filter(str.strip)  # fmt: skip
    return st.one_of(plain, plain, st.sampled_from(ODD), anything)


frames = st.sampled_from(FRAMES)
formats = st.builds(Format, st.sampled_from(Measure), st.integers(0, 3), st.booleans())
figures = st.one_of(st.just(0.0), st.floats(-9999, 9999), st.floats(0, 100), st.floats(-9e7, 9e7))


@st.composite
def issues(draw: st.DrawFn, number: int = 0) -> IssueBrief:
    state = draw(st.sampled_from(("raised", "analysing", "countermeasures_agreed", "checking")))
    every = draw(st.integers(0, 20))
    return IssueBrief(
        f"i{number}", number, draw(words()), state, "Priya Nair", NOW, (), "ims", every,
        draw(st.integers(0, every)), draw(st.sampled_from(Stage)) if every else "",
    )  # fmt: skip


@st.composite
def notes(draw: st.DrawFn, number: int) -> NoteView:
    period = draw(st.one_of(st.none(), st.integers(0, 11).map(lambda index: f"2026-{index:02}")))
    at = NOW - timedelta(hours=draw(st.integers(0, 9999)))
    until = draw(st.one_of(st.none(), st.just("2026-11"))) if period else None
    said = st.builds(NoteView, st.just("r"), words(4), st.just(at), words(60))
    return NoteView(
        f"n{number}",
        draw(words(4)),
        at,
        draw(words(60)),
        period,
        until,
        about=draw(words(6)) if period else "",
        edited_at=draw(st.sampled_from((None, NOW))),
        replies=tuple(draw(st.lists(said, max_size=4))),
        resolved_by=draw(words(4)),
        resolved_at=draw(st.sampled_from((None, None, NOW))),
    )


@cache
def stamps() -> st.SearchStrategy[ReviewView]:
    return st.builds(ReviewView, words(4), st.just(NOW), st.just("2026-10"), words(4))


@st.composite
def questions(draw: st.DrawFn, most: int = 8) -> Snapshot:
    """A unit that asks a question, which up to ``most`` KPIs answer."""
    sure = st.sampled_from(("low", "medium", "high"))
    answers = st.builds(AnswerView, words(60), sure, words(4), st.just(NOW))
    asked = QuestionView(
        "q",
        draw(words(40)),
        "ims.o",
        draw(words()),
        "ims.p",
        tuple(draw(kpis(f"ims.k{index}")) for index in range(draw(st.integers(0, most)))),
        tuple(draw(st.lists(answers, max_size=1))),
    )
    asking = QuestionsView("ims", draw(words(8)), (asked,) * draw(st.integers(1, 12)))
    return Snapshot(NOW, legend=draw(legends()), data_to=NOW, questions={"ims": asking})


CAUSES = (COMMON_CAUSE, *SIDES)
VARIATIONS = ("", *(name for name in ICONS if name.endswith(("high", "low"))), "common_cause")
ASSURANCES = ("", "pass", "fail", "inconsistent")


@st.composite
def processes(draw: st.DrawFn, count: int) -> Process:
    """Anything that could be said of ``count`` points: up to three groups, with limits or none."""
    groups = sorted(draw(st.lists(st.integers(0, 2), min_size=count, max_size=count)))
    known: dict[int, tuple[float | None, ...]] = {}
    for group in set(groups):
        lower, mean, upper = sorted(draw(st.tuples(figures, figures, figures)))
        known[group] = draw(st.sampled_from(((lower, mean, upper), (None, mean, None),
                                             (mean, mean, mean), (None, None, None))))  # fmt: skip
    short = draw(st.booleans())
    kinds = draw(st.lists(st.sampled_from(("common_cause", *KINDS)), min_size=count,
                          max_size=count))  # fmt: skip
    begins = draw(st.lists(st.integers(1, 11), max_size=3, unique=True))
    return Process(
        mean=tuple(known[group][1] for group in groups),
        lower=tuple(known[group][0] for group in groups),
        upper=tuple(known[group][2] for group in groups),
        kinds=tuple(kinds),
        causes=tuple(draw(st.sampled_from(CAUSES)) for _ in kinds),
        group=tuple(groups),
        provisional=(short,) * count,
        rebases=tuple(Rebase(f"2026-{month:02}", draw(words()), "A") for month in sorted(begins)),
    )


MEASURED = (Status.GREEN, Status.AMBER, Status.RED, Status.NO_TARGET)


@st.composite
def parts(draw: st.DrawFn, number: int = 0) -> PartView:
    """A unit behind a total, with a figure or without."""
    status = draw(st.sampled_from((*MEASURED, Status.NO_DATA, Status.SUPPRESSED)))
    value = draw(figures) if status in MEASURED else None
    target = draw(st.one_of(st.none(), figures)) if value is not None else None
    owner = draw(st.one_of(st.just(""), words(6)))
    return PartView(f"u{number}.k", draw(words(8)), owner, 1.0, value, status, target,
                    draw(st.booleans()), value is not None and draw(st.booleans()),
                    draw(st.none() | overrides()))  # fmt: skip


def overrides() -> st.SearchStrategy[OverrideView]:
    when = st.just(datetime(2026, 1, 9, 8, 30, tzinfo=UTC))
    levels = st.sampled_from(MEASURED)
    return st.builds(OverrideView, levels, levels, words(12), words(4), when)


@cache
def spans(title: str) -> st.SearchStrategy[SpanView | None]:
    there = st.integers(1, 12)
    span = st.builds(
        SpanView, st.just(title), figures, there, st.integers(12, 366), st.just("month")
    )
    return st.one_of(st.none(), span)


@cache
def reds() -> st.SearchStrategy[tuple[float, ...]]:
    return st.lists(st.just(0.1), max_size=10).map(tuple)


@st.composite
def kpis(draw: st.DrawFn, key: str = "ims.k", unit: str = "ims") -> KpiView:
    """A KPI in any state with any flags."""
    status = draw(st.sampled_from(Status))
    empty = status in (Status.NO_DATA, Status.NOT_DUE)
    value = None if empty else draw(figures)
    target = None if status is Status.NO_TARGET else draw(figures)
    late = draw(st.sampled_from((0, 0, 0, 1, 9, 120)))
    said = [draw(notes(number)) for number in range(draw(st.integers(0, 3)))]
    series = points(value, target, draw(figures)) if value is not None else ()
    series = series[: draw(st.integers(0, 12))]
    restated = draw(st.booleans()) and value is not None
    return KpiView(
        key=key,
        title=draw(words()),
        unit=unit,
        unit_title=draw(words(6)) if unit == "any" else f"Unit {unit}",
        owner=draw(st.one_of(st.just(""), words(6))),
        format=draw(formats),
        polarity=Polarity.HIGHER,
        frequency=draw(st.sampled_from(Frequency)),
        status=status,
        value=value,
        period="2026-11",
        period_title=draw(st.sampled_from(("", "live", "November 2026", "FY 2025-26, quarter 3",
                                           "12 months to November 2026"))),
        target=target,
        late_days=late,
        late_words=f"{late} working days late" if late else "",
        due=draw(st.one_of(st.none(), st.just(date(2027, 1, 13)))),
        question=draw(st.one_of(st.just(""), words(30))),
        delivered_by=draw(st.one_of(st.just(""), words(6))),
        coverage=draw(st.one_of(st.just(""), st.just("England"), words(3))),
        illustrative=draw(st.booleans()),
        restated=restated,
        toothless=draw(st.booleans()),
        source=draw(st.one_of(st.just(""), words(10))),
        points=tuple(replace(p, restated=restated) for p in series),
        note_count=len(said),
        latest_note=said[0] if said else None,
        notes=tuple(said),
        reviews=tuple(draw(st.lists(stamps(), max_size=1))),
        issues=tuple(draw(issues(number)) for number in range(draw(st.integers(0, 3)))),
        variation=draw(st.sampled_from(VARIATIONS)),
        assurance=draw(st.sampled_from(ASSURANCES)),
        parts=tuple(draw(st.lists(parts(), max_size=3))),
        reds=draw(reds()),
        upstream=tuple(draw(st.lists(words(8), max_size=2))),
        contradiction=draw(st.one_of(st.just(""), words(12))),
        year_to_date=draw(spans("Financial year to date")),
        last_quarter=draw(spans("Oct to Dec 2026")),
        process=draw(st.one_of(st.none(), processes(len(series)))) if series else None,
    )  # fmt: skip


@cache
def legends() -> st.SearchStrategy[Legend]:
    return st.one_of(st.just(Legend()), st.builds(Legend, words(), words(), words()))


@st.composite
def lenses(draw: st.DrawFn, most: int = 36) -> Snapshot:
    """A lens of up to ``most`` KPIs of a few units."""
    units = [
        draw(st.sampled_from(("ims", "hmrc", "nhs"))) for _ in range(draw(st.integers(0, most)))
    ]
    kept = tuple(draw(kpis(f"{unit}.k{index}", unit)) for index, unit in enumerate(units))
    return Snapshot(
        NOW,
        legend=draw(legends()),
        data_to=draw(st.sampled_from((None, NOW, NOW - timedelta(days=400)))),
        lenses={"any": LensView("any", draw(words(5)), kept)},
        kpis={kpi.key: kpi for kpi in kept},
    )


@st.composite
def scorecards(draw: st.DrawFn, most: int = 24) -> Snapshot:
    """A scorecard with up to ``most`` KPIs, some under two objectives, and some objectives bare."""
    pool = [draw(kpis(f"ims.k{index}")) for index in range(draw(st.integers(0, most)))]
    bands = draw(st.integers(1, 6))
    objectives = tuple(
        ObjectiveView(
            key=f"ims.o{index}",
            title=draw(words()),
            perspective=f"ims.p{draw(st.integers(0, bands - 1))}",
            status=draw(st.sampled_from(Status)),
            kpqs=tuple(draw(st.lists(words(), max_size=2))),
            illustrative=draw(st.booleans()),
            masked=draw(st.integers(0, 12)),
            kpis=tuple({kpi.key: kpi for kpi in draw(_some(pool))}.values()),
        )
        for index in range(draw(st.integers(0, 8)))
    )
    card = ScorecardView(
        unit="ims",
        unit_title=draw(words(8)),
        unit_short="IMS",
        director=draw(st.one_of(st.just(""), words(6))),
        title=draw(words(10)),
        perspectives=tuple(
            PerspectiveView(f"ims.p{index}", draw(words(5)), draw(words()))
            for index in range(bands)
        ),
        objectives=objectives,
    )
    return Snapshot(NOW, legend=draw(legends()), data_to=NOW, scorecards={"ims": card})


def _some(pool: list[KpiView]) -> st.SearchStrategy[list[KpiView]]:
    return st.lists(st.sampled_from(pool), max_size=8) if pool else st.just([])


@st.composite
def stories(draw: st.DrawFn) -> Snapshot:
    kpi = draw(kpis())
    return Snapshot(NOW, legend=draw(legends()), data_to=NOW, kpis={kpi.key: kpi})


__all__ = ["Frame", "frames", "kpis", "lenses", "questions", "scorecards", "stories", "words"]
