"""Rooms: the rotation, what people choose and pause, hours and themes, as functions of time."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.domain.rooms import EVERY_DAY, Hold, Pause, Room, Rotation, Span, Step

MONDAY = datetime(2026, 1, 12, 9, tzinfo=UTC)
S = timedelta(seconds=1)
STEPS = (Step("strategy_map"), Step("scorecard", seconds=30), Step("lens_wall", seconds=10))
WEEKEND = frozenset({6, 7})


def room(*steps: Step, **more: object) -> Room:
    plain = Room(steps or STEPS, Rotation(0, MONDAY))
    return replace(plain, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("seconds", "scene", "left"),
    [(0, "strategy_map", 60), (59, "strategy_map", 1), (60, "scorecard", 30), (95, "lens_wall", 5),
     (100, "strategy_map", 60), (100 * 800 + 61, "scorecard", 29)],
)  # fmt: skip
def test_the_rotation_goes_round(seconds: int, scene: str, left: int) -> None:
    now = MONDAY + seconds * S
    shown = room().showing(now)
    assert (shown.scene, shown.until - now, shown.driver) == (scene, left * S, "")


def test_the_rotation_goes_on_when_the_clock_was_put_back() -> None:
    steps = (Step("a", seconds=10), Step("b", seconds=20))
    back = MONDAY - 86_400 * S
    seen = [room(*steps).showing(back + n * S).scene for n in range(60)]
    assert seen == [*("a" * 10 + "b" * 20) * 2]
    only = room(Step("a", seconds=10, days=frozenset({5})))
    assert only.showing(back).scene == "a"  # on a day when nothing is to be shown


def test_a_choice_of_a_time_to_come_is_over() -> None:
    chosen = Hold("kpi_story", {"kpi": "x"}, "Board", MONDAY)
    held = replace(room(Step("a")), hold=chosen)
    assert held.showing(MONDAY - 60 * S).scene == "kpi_story"  # clocks differ a little
    assert held.showing(MONDAY - 86_400 * S).scene == "a"


def test_what_is_red_stays_longer_or_appears() -> None:
    steps = (Step("a", seconds=10, seconds_when_red=40), Step("b", seconds=10, only_red=True))
    calm = room(*steps)
    assert {calm.showing(MONDAY + n * S).scene for n in range(60)} == {"a"}
    loud = calm.seeing(frozenset({0, 1}), MONDAY)
    assert [loud.showing(MONDAY + n * S).scene for n in (0, 39, 40, 49, 50)] == [*"aabba"]


def test_a_new_red_does_not_move_what_is_on() -> None:
    steps = (Step("a", seconds=10), Step("b", seconds=10, seconds_when_red=60))
    now = MONDAY + 34 * S  # a has been on for 14 s less one round
    loud = room(*steps).seeing(frozenset({1}), now)
    assert loud.showing(now).scene == room(*steps).showing(now).scene == "b"
    assert loud.showing(now).until == MONDAY + 90 * S


def test_weekdays() -> None:
    steps = (Step("a", days=EVERY_DAY - WEEKEND), Step("b", days=WEEKEND))
    friday_night = datetime(2026, 1, 16, 23, 59, 30, tzinfo=UTC)
    shown = [room(*steps).showing(friday_night + n * S).scene for n in (0, 60, 120, 86_400)]
    assert shown == [*"abbb"]
    assert room(steps[0]).showing(friday_night + 86_400 * S).scene == "a"  # never nothing


def test_what_a_person_chooses_stays_until_nobody_touches_it() -> None:
    held = room(hold=Hold("kpi_story", {"kpi": "x"}, "Chair", MONDAY + 5 * S), idle=120 * S)
    shown = held.showing(MONDAY + 100 * S)
    assert (shown.scene, shown.about, shown.step) == ("kpi_story", {"kpi": "x"}, None)
    assert (shown.driver, shown.until, shown.returns_at) == (
        "Chair", MONDAY + 125 * S, MONDAY + 125 * S,
    )  # fmt: skip
    assert held.showing(MONDAY + 125 * S).step == 0


def test_a_pause_stops_the_clock_for_all_of_it() -> None:
    pause = Pause(MONDAY + 50 * S, MONDAY + 350 * S, "Chair")
    still = room(pause=pause)
    shown = still.showing(MONDAY + 340 * S)
    assert (shown.scene, shown.paused_until, shown.driver) == (
        "strategy_map", pause.until, "Chair",
    )  # fmt: skip
    assert still.showing(MONDAY + 359 * S).scene == "strategy_map"
    assert still.showing(MONDAY + 360 * S).scene == "scorecard"
    held = replace(still, hold=Hold("kpi_story", {}, "Chair", MONDAY), idle=60 * S)
    assert held.showing(MONDAY + 359 * S).scene == "kpi_story"
    assert held.showing(MONDAY + 360 * S).scene == "scorecard"


def test_hours_and_themes_follow_the_local_clock() -> None:
    work = Span(time(7), time(19), EVERY_DAY - WEEKEND)
    night = Span(time(17), time(8))
    place = room(hours=(work,), dark=(night,))
    noon, six, late = (datetime(2026, 1, 12, h, tzinfo=UTC) for h in (12, 18, 20))
    sunday = datetime(2026, 1, 18, 12, tzinfo=UTC)
    shown = [place.showing(at) for at in (noon, six, late, sunday)]
    assert [(s.theme, s.resting) for s in shown] == [
        ("light", False), ("dark", False), ("dark", True), ("light", True),
    ]  # fmt: skip
    assert place.showing(noon).until <= datetime(2026, 1, 12, 17, tzinfo=UTC)
    opens = [datetime(2026, 1, day, 7, tzinfo=UTC) for day in (13, 19)]
    assert [s.rests_until for s in shown] == [None, None, *opens]


def test_a_room_that_never_opens_says_so_for_a_week_at_least() -> None:
    never = room(hours=(Span(time(7), time(19), frozenset()),)).showing(MONDAY)
    assert never.rests_until is not None
    assert never.resting and never.rests_until - MONDAY >= timedelta(days=7)


@pytest.mark.parametrize(
    "day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)]
)
def test_the_days_on_which_the_clocks_change(day: datetime) -> None:
    place = room(dark=(Span(time(0, 30), time(1, 30)),), rotation=Rotation(0, day - 60 * S))
    for minute in range(0, 240):
        now = day + minute * 60 * S
        shown = place.showing(now)
        assert shown.until > now
        assert place.showing(shown.until - S).theme == shown.theme


def scenes(place: Room, seconds: int) -> list[str]:
    return [shown.scene for shown in place.showings(MONDAY + seconds * S)]


def test_what_takes_the_place_of_a_scene_that_is_kept_from_some() -> None:
    assert scenes(room(), 0) == ["strategy_map", "scorecard", "lens_wall"]
    assert scenes(room(), 61) == ["scorecard", "lens_wall", "strategy_map"]
    shown = room().showings(MONDAY + 70 * S)
    assert {(s.until, s.elapsed, s.stays) for s in shown} == {(MONDAY + 90 * S, 10 * S, 30 * S)}
    assert [s.step for s in shown] == [1, 2, 0]


def test_a_step_that_is_left_out_takes_no_place() -> None:
    steps = (Step("a"), Step("b", days=WEEKEND), Step("c", only_red=True), Step("d"))
    assert scenes(room(*steps), 0) == ["a", "d"]
    assert scenes(room(*steps).seeing(frozenset({2}), MONDAY), 0) == ["a", "c", "d"]
    assert scenes(room(Step("a")), 0) == ["a"]


def test_under_what_a_person_has_chosen_the_rotation_goes_on() -> None:
    held = room(hold=Hold("kpi_story", {"kpi": "x"}, "Board", MONDAY + 50 * S))
    assert scenes(held, 55) == ["kpi_story", "strategy_map", "scorecard", "lens_wall"]
    under = held.showings(MONDAY + 70 * S)[1]
    assert (under.scene, under.until, under.driver) == ("scorecard", MONDAY + 90 * S, "")
    assert (under.returns_at, under.stays) == (None, 30 * S)
    still = replace(held, pause=Pause(MONDAY + 55 * S, MONDAY + 355 * S, "Chair"))
    assert still.showings(MONDAY + 300 * S)[1].until == MONDAY + 355 * S


spans = st.builds(
    Span,
    st.times(max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0)),
    st.times(max_value=time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0)),
    st.frozensets(st.integers(1, 7)),
)
playlists = st.lists(
    st.builds(
        Step,
        st.sampled_from(["a", "b", "c"]),
        seconds=st.integers(5, 4000),
        seconds_when_red=st.none() | st.integers(5, 4000),
        only_red=st.booleans(),
        days=st.frozensets(st.integers(1, 7)),
    ),
    min_size=1,
    max_size=4,
).map(tuple)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(
    lambda t: t.replace(tzinfo=UTC)
)


@st.composite
def rooms(draw: st.DrawFn) -> Room:
    at = draw(moments)
    some = st.integers(0, 200_000).map(lambda n: n * S)
    pause = hold = None
    if draw(st.booleans()):
        stops = at + draw(some)
        pause = Pause(stops, stops + draw(some), "Chair")
    if draw(st.booleans()):
        hold = Hold("kpi_story", {}, "Guest", at + draw(some))
    reds = draw(st.frozensets(st.integers(0, 3)))
    return Room(
        draw(playlists), Rotation(draw(st.integers(0, 3)), at, reds), hold, pause,
        120 * S, tuple(draw(st.lists(spans, max_size=2))), tuple(draw(st.lists(spans, max_size=2))),
    )  # fmt: skip


def test_a_step_alone_today_may_have_company_tomorrow() -> None:
    """The screen is told to look again at midnight, though nothing else is shown until then."""
    saturday = datetime(2026, 8, 15, 12, tzinfo=UTC)
    steps = (Step("a", {}, 60), Step("b", {}, 60, days=frozenset({7})))
    place = Room(steps, Rotation(0, saturday))
    assert place.showing(saturday).until == datetime(2026, 8, 15, 23, tzinfo=UTC)
    sunday = [place.showing(saturday + timedelta(hours=12, minutes=n)).scene for n in range(4)]
    assert set(sunday) == {"a", "b"}


@settings(max_examples=150)
@given(rooms(), st.integers(0, 40 * 86_400), st.floats(0, 1))
def test_what_is_shown_stays_until_it_says(place: Room, later: int, share: float) -> None:
    now = place.rotation.at + later * S
    assert place.showings(now)[0] == place.showing(now)
    same = ("scene", "about", "theme", "step", "driver", "paused_until", "resting")
    for rank, shown in enumerate(place.showings(now)):
        assert now < shown.until <= now + timedelta(days=1)
        meanwhile = place.showings(now + (shown.until - now) * share * 0.999)[rank]
        assert [getattr(meanwhile, n) for n in same] == [getattr(shown, n) for n in same]


@settings(max_examples=150)
@given(rooms(), st.integers(0, 200_000), st.integers(0, 2_000_000))
def test_settling_changes_nothing_that_is_seen(place: Room, first: int, more: int) -> None:
    now = place.rotation.at + first * S
    then = now + more * S
    assert place.settled(now).showing(then) == place.showing(then)
