"""Recording figures: all or nothing, revisions, and the verdict that follows."""

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import event, func, select, text

from hub.commands import Figure, KpiFigure, RecordFigures, RecordMeasurements
from hub.commands.measuring import MOST, MOST_ALOUD
from hub.displays import Frame
from hub.domain.periods import following, parse
from hub.domain.rights import Actor, Grant, Right, system
from hub.domain.status import judge
from hub.drawing import LIGHT
from hub.errors import Forbidden, Invalid, NotFound
from hub.hub import Hub
from hub.model import AuditEntry, Kpi, Measurement, Verdict
from hub.store.verdicts import POINTS, TAIL
from hub.testing import WORKER

MONTHLY, LIVE = "works.on_time", "works.pulse"
MACHINE = system("feed")
EARLY, MIDDLE, LATE = date(2026, 1, 5), date(2026, 1, 9), date(2026, 1, 13)
PATIENT = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40
)


def send(hub: Hub, *figures: dict[str, Any], kpi: str = MONTHLY, by: Actor = WORKER) -> list[str]:
    """The outcomes, in order."""
    command = RecordMeasurements.model_validate({"kpi": kpi, "figures": figures})
    return [item["outcome"] for item in hub.execute(command, by)["items"]]


def month(value: float, published: date | None = None, period: str = "2025-12") -> dict[str, Any]:
    return {"period": period, "value": value, "published": published}


def verdict(hub: Hub, kpi: str = MONTHLY) -> Verdict:
    with hub.store.read() as session:
        return session.scalars(select(Verdict).join(Kpi).where(Kpi.key == kpi)).one()


def history(hub: Hub) -> list[tuple[float, bool]]:
    with hub.store.read() as session:
        rows = session.execute(
            select(Measurement.value, Measurement.current).order_by(Measurement.revision)
        )
        return [(value, current) for value, current in rows]


def counted(hub: Hub) -> int:
    with hub.store.read() as session:
        return session.scalar(select(func.count()).select_from(Measurement)) or 0


def test_a_figure_is_answered_with_its_place(hub: Hub, worker: Actor) -> None:
    one = RecordMeasurements(kpi=MONTHLY, figures=(Figure(period="2025-12", value=96),))
    assert hub.execute(one, worker) == {
        "items": [
            {"kpi": MONTHLY, "period": "2025-12", "value": 96, "revision": 1, "outcome": "new"}
        ]
    }


def test_a_list_is_taken_whole_or_not_at_all(hub: Hub) -> None:
    with pytest.raises(Invalid) as refused:
        send(hub, month(90), {"period": "2025-W49", "value": 91}, {"at": "noon", "value": 92})
    assert [p[:5] for p in refused.value.problems] == ["row 2", "row 3"]
    assert "measured by month" in refused.value.problems[0]
    assert "2025-12" in refused.value.problems[0]
    assert counted(hub) == 0


@pytest.mark.parametrize(
    ("kpi", "figure", "words"),
    [
        (MONTHLY, {"period": "2026-02"}, "works.on_time: February 2026 has not begun"),
        (LIVE, {"at": "2026-01-15T12:00:01Z"}, "works.pulse: 2026-01-15T12:00:01Z is still to"),
    ],
)
def test_nothing_is_taken_of_a_time_to_come(
    hub: Hub, kpi: str, figure: dict[str, Any], words: str
) -> None:
    """It would stand as the latest, and hide that a figure is late, until that time came."""
    with pytest.raises(Invalid, match=words):
        send(hub, {**figure, "value": 1}, kpi=kpi)
    assert counted(hub) == 0


def test_a_period_that_runs_and_a_clock_that_goes_ahead_are_taken(hub: Hub) -> None:
    assert send(hub, month(1, date(2026, 1, 15), "2026-01")) == ["new"]
    assert send(hub, {"at": "2026-01-15T12:00:00Z", "value": 1}, kpi=LIVE) == ["new"]


def test_not_more_faults_are_named_than_a_person_reads(hub: Hub) -> None:
    with pytest.raises(Invalid) as refused:
        send(hub, *({"period": "2025", "value": 1} for _ in range(30)))
    assert len(refused.value.problems) == MOST_ALOUD + 1
    assert refused.value.problems[-1] == "and 10 more"


def test_revisions_are_kept_and_one_is_current(hub: Hub) -> None:
    assert [send(hub, month(v)) for v in (90, 91, 91)] == [["new"], ["revised"], ["unchanged"]]
    assert history(hub) == [(90, False), (91, True)]
    assert verdict(hub).restated


def test_a_person_may_go_back_to_an_earlier_value(hub: Hub) -> None:
    send(hub, month(90))
    send(hub, month(19))
    assert send(hub, month(90)) == ["revised"]
    assert verdict(hub).value == 90


def test_a_machine_that_tells_again_does_not_undo_a_correction(hub: Hub) -> None:
    send(hub, month(90), by=MACHINE)
    send(hub, month(91))
    assert send(hub, month(90), by=MACHINE) == ["unchanged"]
    assert verdict(hub).value == 91
    assert send(hub, month(92), by=MACHINE) == ["revised"]


def test_the_figure_published_last_is_current(hub: Hub) -> None:
    assert send(hub, month(91, MIDDLE)) == ["new"]
    assert send(hub, month(90, EARLY)) == ["earlier"]
    assert verdict(hub).value == 91
    assert send(hub, month(90, EARLY)) == ["unchanged"]
    assert send(hub, month(92, LATE)) == ["revised"]
    assert verdict(hub).value == 92


def test_a_value_published_again_holds_against_one_from_between(hub: Hub) -> None:
    assert send(hub, month(5, EARLY), month(5, LATE), month(6, MIDDLE)) == [
        "new",
        "unchanged",
        "earlier",
    ]
    assert verdict(hub).value == 5
    with hub.store.read() as session:
        assert session.scalars(select(Measurement.published)).first() == LATE


def test_the_same_period_twice_in_one_list(hub: Hub) -> None:
    assert send(hub, month(1), month(2), month(2), month(3)) == [
        "new",
        "revised",
        "unchanged",
        "revised",
    ]
    assert history(hub) == [(1, False), (2, False), (3, True)]
    assert send(hub, month(1), month(2), month(3)) == ["unchanged"] * 3
    assert send(hub, month(4), month(3)) == ["revised", "revised"]
    assert verdict(hub).value == 3


FIGURES = st.lists(
    st.builds(month, st.integers(1, 3).map(float), st.sampled_from([None, EARLY, MIDDLE, LATE])),
    min_size=1,
    max_size=6,
)


@PATIENT
@given(FIGURES, st.sampled_from([WORKER, MACHINE]))
def test_sending_a_list_again_changes_nothing(
    hub: Hub, figures: list[dict[str, Any]], by: Actor
) -> None:
    fresh(hub)
    send(hub, *figures, by=by)
    before = history(hub), verdict(hub).value
    assert set(send(hub, *figures, by=by)) == {"unchanged"}
    assert (history(hub), verdict(hub).value) == before
    assert [current for _, current in history(hub)].count(True) == 1


@PATIENT
@given(st.permutations([(1.0, EARLY), (2.0, MIDDLE), (3.0, LATE)]), st.booleans())
def test_in_any_order_the_last_published_wins(
    hub: Hub, order: list[tuple[float, date]], together: bool
) -> None:
    fresh(hub)
    figures = [month(*figure) for figure in order]
    for some in [figures] if together else [[f] for f in figures]:
        send(hub, *some)
    assert verdict(hub).value == 3


def fresh(hub: Hub) -> None:
    with hub.store.write() as session:
        session.execute(text("delete from measurement"))
        session.execute(text("delete from verdict"))


def test_a_rate_brings_its_parts(hub: Hub) -> None:
    send(hub, {"period": "2025-12", "numerator": 19, "denominator": 20})
    row = verdict(hub)
    assert (row.value, row.numerator, row.denominator, row.status) == (95, 19, 20, "amber")
    with pytest.raises(Invalid, match="the denominator is zero"):
        send(hub, {"period": "2026-01", "numerator": 1, "denominator": 0})
    with pytest.raises(Invalid, match="not a number that can be kept"):
        send(hub, {"period": "2026-01", "numerator": 1e14, "denominator": 1e-9})


def test_a_figure_is_no_larger_than_a_picture_can_show(hub: Hub) -> None:
    """Scales of larger ones run over, and the wall would stay dark."""
    send(hub, {"period": "2025-11", "value": 1e15}, {"period": "2025-12", "value": -1e15})
    with pytest.raises(ValidationError, match="less than or equal"):
        send(hub, {"period": "2025-10", "value": 1.1e15})
    frame = Frame(1920, 1080, LIGHT)
    for scene in ("kpi_story", "definition_sheet"):
        assert str(hub.scene(scene, {"kpi": MONTHLY}, frame).draw()).startswith("<svg")


def test_instants_are_kept_in_utc_whatever_zone_they_come_in(hub: Hub) -> None:
    assert send(hub, {"at": "2026-01-14T12:00:00+02:00", "value": 99.5}, kpi=LIVE) == ["new"]
    same = {"at": "2026-01-14T10:00:00Z", "value": 99.5}
    assert send(hub, same, kpi=LIVE) == ["unchanged"]
    assert verdict(hub, LIVE).period == "2026-01-14T10:00:00Z"
    assert verdict(hub, LIVE).ends == datetime(2026, 1, 14, 10, tzinfo=UTC)
    with pytest.raises(Invalid, match="no time zone"):
        send(hub, {"at": "2026-01-14T10:00:00", "value": 99.5}, kpi=LIVE)
    with pytest.raises(Invalid, match="measured live"):
        send(hub, month(1), kpi=LIVE)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (float("nan"), "finite"),
        (float("inf"), "finite"),
        ("96", "valid number"),
        (True, "valid number"),
        (None, "give value, or numerator and denominator"),
        (10**400, "number|finite"),
    ],
)
def test_what_is_no_number_is_refused(value: object, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Figure.model_validate({"period": "2025-12", "value": value})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value": 1}, "either period or at"),
        ({"value": 1, "period": "2025-12", "at": "2026-01-14T10:00:00Z"}, "either period or at"),
        ({"period": "2025-12", "value": 1, "numerator": 1}, "not both"),
        ({"period": "2025-12", "numerator": 1}, "numerator and denominator"),
        ({"period": "2025-12", "value": 1, "valeu": 2}, "Extra inputs"),
        ({"period": "2025-12", "value": 1, "published": "soon"}, "valid date"),
    ],
)
def test_a_figure_is_one_thing(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Figure.model_validate(fields)


def test_more_than_five_thousand_are_refused() -> None:
    one = Figure(period="2025-12", value=1)
    with pytest.raises(ValidationError, match="at most 5000"):
        RecordMeasurements(kpi=MONTHLY, figures=(one,) * (MOST + 1))
    with pytest.raises(ValidationError, match="at least 1"):
        RecordMeasurements(kpi=MONTHLY, figures=())


def test_an_unknown_kpi_is_named(hub: Hub, worker: Actor) -> None:
    with pytest.raises(NotFound, match=r"no KPI called 'works\.nothing'"):
        send(hub, month(1), kpi="works.nothing")
    rows = tuple(KpiFigure(kpi=k, period="2025-12", value=1) for k in (MONTHLY, "a", "b"))
    with pytest.raises(NotFound) as refused:
        hub.execute(RecordFigures(figures=rows), worker)
    assert refused.value.problems == (
        "row 2: there is no KPI called 'a'",
        "row 3: there is no KPI called 'b'",
    )
    assert counted(hub) == 0


def test_figures_of_several_kpis_are_tallied(hub: Hub, worker: Actor) -> None:
    rows = (
        KpiFigure(kpi=MONTHLY, period="2025-12", value=1),
        KpiFigure(kpi=LIVE, at="2026-01-14T10:00:00Z", value=2),
        KpiFigure(kpi=MONTHLY, period="2025-12", value=1),
    )
    tally = hub.execute(RecordFigures(figures=rows), worker)
    assert tally == {"new": 2, "revised": 0, "earlier": 0, "unchanged": 1}


def test_one_kpi_without_the_right_refuses_the_whole(hub: Hub) -> None:
    guest = Actor("g", "A guest", grants=frozenset({Grant(Right.RECORD, "elsewhere")}))
    with pytest.raises(Forbidden, match="A guest may not record in works"):
        hub.execute(
            RecordFigures(figures=(KpiFigure(kpi=MONTHLY, period="2025-12", value=1),)), guest
        )
    with pytest.raises(Forbidden):
        send(hub, month(1), by=guest)
    assert counted(hub) == 0


def test_the_audit_knows_which_entry_a_figure_came_with(hub: Hub) -> None:
    send(hub, month(1))
    with hub.store.read() as session:
        entry = session.scalars(select(Measurement.entry)).one()
        assert session.get_one(AuditEntry, entry).command == "RecordMeasurements"


def test_unchanged_figures_leave_no_trace_at_all(hub: Hub) -> None:
    send(hub, month(1))
    before = hub.ask()
    assert send(hub, month(1)) == ["unchanged"]
    assert hub.ask() == before


def months(count: int, last: str = "2025-11") -> list[dict[str, Any]]:
    year, number = int(last[:4]), int(last[5:])
    places = [divmod(year * 12 + number - 1 - back, 12) for back in reversed(range(count))]
    return [month(80 + i % 20, period=f"{y}-{m + 1:02}") for i, (y, m) in enumerate(places)]


@pytest.mark.parametrize("length", [12, 120, 1200])
def test_a_record_costs_the_same_however_long_the_history(hub: Hub, length: int) -> None:
    assert len(statements_for(hub, length)) == len(statements_for(hub, 0)) <= 25


def statements_for(hub: Hub, length: int) -> list[str]:
    """The SQL of one record on top of so much history."""
    fresh(hub)
    send(hub, month(1, period="2025-12"))
    if length:
        send(hub, *months(length))
    heard: list[str] = []

    def hear(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        heard.append(statement)

    engine = hub.store._writer
    event.listen(engine, "before_cursor_execute", hear)
    send(hub, month(2, period="2025-12"))
    event.remove(engine, "before_cursor_execute", hear)
    return heard


def test_the_tail_is_read_through_its_index(hub: Hub) -> None:
    with hub.store.read() as session:
        statement = str(TAIL.compile(session.get_bind())).replace("?", "1")
        plan = session.execute(text(f"explain query plan {statement}")).all()
    assert any("ix_measurement_current" in row[3] for row in plan)
    assert not any("TEMP B-TREE" in row[3] for row in plan)


def test_a_live_day_is_recorded_and_only_its_end_is_kept_at_hand(hub: Hub) -> None:
    """3,650 points: the verdict still holds the last 36."""
    start = datetime(2026, 1, 14, tzinfo=UTC).timestamp()
    instants = [datetime.fromtimestamp(start + 5 * i, UTC).isoformat() for i in range(3650)]
    send(hub, *({"at": at, "value": i} for i, at in enumerate(instants)), kpi=LIVE)
    row = verdict(hub, LIVE)
    assert (row.value, row.previous, len(row.points)) == (3649, 3648, POINTS)
    assert all(a[1] < b[1] for a, b in pairwise(row.points))


VALUES = st.dictionaries(
    st.integers(0, 60), st.integers(900, 1000).map(lambda n: n / 10), min_size=1, max_size=50
)


@settings(PATIENT, max_examples=40)
@given(VALUES, st.randoms(use_true_random=False))
def test_the_verdict_is_what_a_recomputation_gives(
    hub: Hub, values: dict[int, float], chance: Any
) -> None:
    fresh(hub)
    periods = [parse("2021-01")]
    for _ in range(60):
        periods.append(following(periods[-1]))
    rows = [month(value, period=periods[i].text) for i, value in values.items()]
    chance.shuffle(rows)
    cut = chance.randrange(len(rows))
    for some in (rows[:cut], rows[cut:]):
        if some:
            send(hub, *some)
    newest = sorted(values, reverse=True)
    row = verdict(hub)
    target = 95.0 if periods[newest[0]].ends >= date(2025, 1, 1) else None
    assert (row.period, row.value) == (periods[newest[0]].text, values[newest[0]])
    assert row.previous == (values[newest[1]] if len(newest) > 1 else None)
    assert (row.target, row.status) == (target, judge(row.value, target).value)
    assert [p[2] for p in row.points] == [values[i] for i in reversed(newest[:POINTS])]
