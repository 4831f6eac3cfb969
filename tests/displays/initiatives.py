"""Programmes and projects in every standing, for scenes to draw."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from hub.domain.initiatives import Kind, Milestone, Standing, State, planned, standing
from hub.snapshot.initiatives import InitiativesView, InitiativeView
from tests.displays.views import words

TODAY = date(2026, 11, 23)
MILESTONES = (
    Milestone("chosen", "New software chosen", date(2026, 3, 2), date(2026, 3, 20)),
    Milestone("first", "First office moved", date(2026, 10, 1)),
    Milestone("last", "Last office moved", date(2027, 4, 1)),
)
MADE = {  # state, start and end in days from today, complete, days since it was reported
    Standing.OFF_TRACK: (State.IN_DELIVERY, -300, 200, 20.0, 4),
    Standing.MONITOR: (State.IN_DELIVERY, -300, 300, 40.0, 4),
    Standing.NOT_REPORTED: (State.IN_DELIVERY, -30, 300, None, 0),
    Standing.OUT_OF_DATE: (State.IN_DELIVERY, -400, 30, 60.0, 100),
    Standing.ON_TRACK: (State.IN_DELIVERY, -100, 100, 52.0, 9),
    Standing.NOT_BEGUN: (State.GREEN_LIT, 30, 700, None, 0),
    Standing.CLOSED: (State.CLOSED, -700, -100, 100.0, 99),
    Standing.STOPPED: (State.STOPPED, -200, 100, 15.0, 80),
}


def initiative(how: Standing, number: int = 0, kind: Kind = Kind.PROGRAMME) -> InitiativeView:
    state, begins, finishes, complete, ago = MADE[how]
    starts, ends = TODAY + timedelta(days=begins), TODAY + timedelta(days=finishes)
    reported = None if complete is None else TODAY - timedelta(days=ago)
    return InitiativeView(
        key=f"ims.{how.value}-{number}",
        kind=kind,
        title=f"Service desk renewal {number}",
        unit="ims",
        unit_title="Information Management Services",
        unit_short="IMS",
        owner="Head of Service Desk",
        starts=starts,
        ends=ends,
        state=state,
        standing=standing(state, starts, ends, TODAY, complete, reported),
        planned=planned(starts, ends, TODAY),
        milestones=MILESTONES,
        complete=complete,
        reported_on=reported,
        reported_by="Head of Service Desk",
        delivers=("Get people going again at the first call", "Put things right fast"),
        node="ims.desk",
        node_unit="ims",
    )


def one_of_each() -> InitiativesView:
    """Programmes, and projects, of every standing."""
    made = [initiative(how, 0, kind) for kind in Kind for how in Standing]
    named = tuple(replace(each, key=f"{each.key}-{each.kind}") for each in made)
    return InitiativesView("ims", "Information Management Services", TODAY, named)


days = st.integers(-9000, 9000).map(lambda ago: TODAY + timedelta(days=ago))


@st.composite
def initiatives(draw: st.DrawFn, most: int = 9) -> InitiativesView:
    """Any initiatives that people could declare."""
    found = []
    for number in range(draw(st.integers(0, most))):
        how, kind = draw(st.sampled_from(Standing)), draw(st.sampled_from(Kind))
        starts = draw(days)
        marks = draw(st.lists(st.tuples(words(), days, st.none() | days), max_size=4))
        found.append(
            replace(
                initiative(how, number, kind),
                title=draw(words()),
                unit=draw(st.sampled_from(("ims", "hmrc"))),
                unit_short=draw(words(3)),
                owner=draw(st.just("") | words(6)),
                starts=starts,
                ends=starts + timedelta(days=draw(st.integers(1, 9000))),
                milestones=tuple(Milestone(f"m{n}", *mark) for n, mark in enumerate(marks)),
                delivers=tuple(draw(st.lists(words(), max_size=3))),
                node=draw(st.sampled_from(("", "ims.desk"))),
                illustrative=draw(st.booleans()),
                made_up=draw(st.booleans()),
            )
        )
    return InitiativesView("ims", draw(words(8)), TODAY, tuple(found))
