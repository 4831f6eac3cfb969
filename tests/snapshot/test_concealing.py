"""What was seen is remembered: no change brings to light what was hidden, or tells of it."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from hub.commands import EditKpi, RecordFigures
from hub.domain.status import Status
from hub.errors import Invalid
from hub.hub import Hub
from hub.model import Kpi
from hub.snapshot.submissions import returns_view
from hub.snapshot.uploads import upload_view
from hub.snapshot.views import Need
from hub.testing import WORKER
from tests.commands.test_totalling import LOADER, load
from tests.snapshot.test_relations import UNITS, head, record, seen

DECEMBER = "2025-12"


def hidden(hub: Hub, *units: str) -> set[str]:
    views = seen(hub, *(units or ("org", *UNITS)))
    return {unit for unit, view in views.items() if view.status is Status.SUPPRESSED}


def report(hub: Hub, *people: int | None, lost: int = 8) -> None:
    """A figure of each unit, all at once."""
    rows = [
        {"kpi": f"{unit}.lost", "period": DECEMBER, "numerator": lost + n, "denominator": 400,
         "people": count}
        for n, (unit, count) in enumerate(zip(UNITS, people, strict=False))
    ]  # fmt: skip
    send(hub, *rows)


def send(hub: Hub, *rows: dict[str, Any]) -> None:
    hub.execute(RecordFigures.model_validate({"figures": rows}), LOADER)


@pytest.fixture
def org(hub: Hub) -> Hub:
    load(hub, head(*UNITS))
    return hub


def test_what_covers_another_stays_hidden_when_it_grows(org: Hub) -> None:
    """West, seen until then, would be hidden in its place; who remembers it has North."""
    report(org, 3, 20, 50, 80)
    assert hidden(org) == {"north", "south"}
    record(org, "south", 90, 9)
    assert {"north", "south"} <= hidden(org)
    assert "west" not in hidden(org)


def test_a_total_that_was_seen_is_hidden_when_a_hidden_part_changes(org: Hub) -> None:
    report(org, 3, 20, 50, 80)
    assert "org" not in hidden(org)
    record(org, "north", 3, 12)
    assert "org" in hidden(org)
    record(org, "west", 80, 60)  # from what it is now, what it was follows
    assert "org" in hidden(org)


def test_a_total_that_was_seen_follows_what_is_shown(org: Hub) -> None:
    report(org, 3, 20, 50, 80)
    record(org, "west", 80, 60)
    assert hidden(org) == {"north", "south"}
    record(org, "north", 4, 8)  # of other people, the same figure
    assert hidden(org) == {"north", "south"}


def test_a_unit_that_becomes_small_takes_the_total_with_it(org: Hub) -> None:
    """All its siblings were seen before."""
    report(org, 40, 20, 50, 80)
    assert hidden(org) == set()
    record(org, "north", 4, 12)
    assert hidden(org) == {"org", "north"}


def test_a_figure_that_comes_late_and_is_small_takes_the_total_with_it(org: Hub) -> None:
    for period in ("2025-11", DECEMBER):
        for unit in UNITS[1:] if period == DECEMBER else UNITS:
            record(org, unit, 40, 8, period)
    assert "org" not in hidden(org)
    record(org, "north", 4, 8)
    assert hidden(org) == {"org", "north"}


def test_while_a_small_unit_is_awaited_its_cover_is_hidden_already(org: Hub) -> None:
    for unit, people in zip(UNITS, (3, 20, 50, 80), strict=True):
        record(org, unit, people, 8, "2025-11")
    for unit, people in zip(UNITS[1:], (20, 50, 80), strict=True):
        record(org, unit, people, 8)
    assert hidden(org) == {"org", "north", "south"}
    record(org, "north", 3, 8)
    assert hidden(org) == {"north", "south"}


def test_a_unit_that_is_withdrawn_takes_the_total_with_it(org: Hub) -> None:
    """The total without it, taken off the total with it, is its figure."""
    report(org, 3, 20, 50, 80)
    load(org, head(*UNITS[1:]))
    assert hidden(org, "org", *UNITS[1:]) == {"org", "south"}


def test_other_weights_do_not_solve_for_what_is_hidden(hub: Hub) -> None:
    text = head(*UNITS).replace("totalling: ratio", "totalling: weighted_mean")
    load(hub, text)
    report(hub, 3, 20, 50, 80)
    assert hidden(hub) == {"north", "south"}
    edit(hub, "west.lost", weight=3.0)
    assert "org" in hidden(hub)


def test_what_weighs_nothing_covers_nothing(hub: Hub) -> None:
    text = head(*UNITS).replace("totalling: ratio", "totalling: weighted_mean")
    load(hub, text.replace("{key: south.lost,", "{key: south.lost, weight: 0,"))
    report(hub, 3, 20, 50, 80)
    assert hidden(hub) == {"north", "east"}


def test_what_is_not_in_a_rate_covers_nothing_in_it(org: Hub) -> None:
    report(org, 3)
    value = {"kpi": "south.lost", "period": DECEMBER, "value": 2, "people": 20}
    rows = [
        {"kpi": f"{unit}.lost", "period": DECEMBER, "numerator": 8, "denominator": 400,
         "people": people}
        for unit, people in (("north", 3), ("east", 50), ("west", 80))
    ]  # fmt: skip
    send(org, value, *rows)
    assert {"north", "east"} <= hidden(org)


@pytest.mark.parametrize("way", ["max", "min"])
def test_a_highest_of_several_is_hidden_with_any_of_them(hub: Hub, way: str) -> None:
    load(hub, head(*UNITS).replace("totalling: ratio", f"totalling: {way}"))
    report(hub, 3, 20, 50, 80)
    assert hidden(hub) == {"org", "north"}


def edit(hub: Hub, key: str, **changes: Any) -> None:
    with hub.store.read() as session:
        version = session.scalar(select(Kpi.version).where(Kpi.key == key))
    command = EditKpi.model_validate({"kpi": key, "version": version, "changes": changes})
    hub.execute(command, LOADER)


def test_a_smaller_least_opens_nothing(org: Hub) -> None:
    report(org, 3, 20, 50, 80)
    edit(org, "org.lost", least_people=2)
    assert hidden(org) == {"north", "south"}


def test_a_larger_least_hides_more(org: Hub) -> None:
    report(org, 30, 20, 50, 80)
    edit(org, "org.lost", least_people=25)
    assert "south" in hidden(org)


def test_figures_about_people_stay_so(org: Hub) -> None:
    report(org, 3, 20, 50, 80)
    with pytest.raises(Invalid, match="about people"):
        edit(org, "org.lost", about_people=False)
    with pytest.raises(Invalid, match="about people"):
        load(org, head(*UNITS, about_people=False))


def test_an_old_revision_is_not_told(org: Hub, hub_client: FlaskClient) -> None:
    """One that was about too few, corrected before anybody could look."""
    report(org, 40, 20, 50, 80)
    first = {"kpi": "north.lost", "period": DECEMBER, "numerator": 31337, "denominator": 40000,
             "people": 3}  # fmt: skip
    send(org, first, {**first, "numerator": 100, "people": 90})
    place = f"/hub/api/v1/kpis/north.lost/submissions/{DECEMBER}"
    reply = hub_client.get(place)
    assert [r["value"] for r in (reply.json or {})["revisions"]] == [0.25, None, None]
    assert "78.3" not in hub_client.get(f"/hub/returns?unit=north&period={DECEMBER}").text


def test_a_draft_is_not_told(org: Hub, hub_client: FlaskClient) -> None:
    """Its people may be too few, where those of the figure that stands are not."""
    report(org, 30, 20, 50, 80)
    place = f"/hub/api/v1/kpis/north.lost/submissions/{DECEMBER}"
    for step, body in (
        ("return", {"reason": "Look again"}),
        ("draft", {"numerator": 31337, "denominator": 40000, "people": 3}),
    ):
        version = (hub_client.get(place).json or {})["version"]
        reply = hub_client.post(f"{place}/{step}", json={"version": version, **body})
        assert reply.status_code == 200, reply.text
    assert (hub_client.get(place).json or {})["draft"] == {}
    for page in ("returns", "review"):
        assert "31337" not in hub_client.get(f"/hub/{page}?unit=org&period={DECEMBER}").text


def test_an_upload_does_not_tell_a_figure_of_long_ago(org: Hub, hub_client: FlaskClient) -> None:
    """No verdict keeps it, so nobody has looked at how many persons it is about."""
    for year in range(2021, 2026):
        send(org, *({"kpi": "north.lost", "period": f"{year}-{n:02}", "numerator": year,
                     "denominator": 40000, "people": 3} for n in range(1, 13)))  # fmt: skip
    file = b"kpi,period,numerator,denominator,people\nnorth.lost,2021-01,1,400,3\n"
    made = hub_client.post("/hub/api/v1/uploads?name=a.csv", data=file, content_type="text/csv")
    assert made.status_code == 201, made.text
    with org.store.read() as session:
        view = upload_view(session, (made.json or {})["id"], WORKER.id)
    assert [fault.words.split(":")[0] for fault in view.faults] == [
        "January 2021 is submitted with hidden"
    ]


def test_a_supplier_tells_nothing_of_a_hidden_outcome(hub: Hub) -> None:
    """Not even where the supplier's figure is looked at alone."""
    supplier = """
  - {key: calls, title: Calls answered, objectives: [attend], measure: percent, frequency: month,
     owner: Head, delivered_by: Acme, outcome: north.lost,
     targets: [{since: 2025-01-01, value: 90}]}
"""
    targets = "owner: Manager, targets: [{since: 2025-01-01, value: 1}]"
    load(hub, head("north").replace("owner: Manager", targets) + supplier)
    for period in ("2025-11", DECEMBER):
        record(hub, "north", 3, 80, period)
        send(hub, {"kpi": "org.calls", "period": period, "value": 99})
    view = hub.snapshot(Need(kpis=frozenset({"org.calls"}))).kpis["org.calls"]
    assert view.contradiction == ""


def test_a_return_says_what_is_hidden_and_why(org: Hub, hub_client: FlaskClient) -> None:
    """Nobody is to think that a figure was lost, or that there never was one."""
    returns = f"/hub/returns?unit=north&period={DECEMBER}"
    assert "There is no earlier value" in hub_client.get(returns).text
    november = {"kpi": "north.lost", "period": "2025-11", "numerator": 8, "denominator": 400}
    send(org, {**november, "people": 3})
    page = hub_client.get(returns).text
    assert "The last values are hidden" in page and "There is no earlier value" not in page
    report(org, 3, 20, 50, 80)
    page = hub_client.get(returns).text
    assert ">hidden</p>" in page and "fewer than 10 people" in page


def test_a_draft_that_is_not_told_is_said_to_be_kept(org: Hub, hub_client: FlaskClient) -> None:
    place = f"/hub/api/v1/kpis/north.lost/submissions/{DECEMBER}/draft"
    reply = hub_client.post(place, json={"version": 0, "numerator": 1, "denominator": 3})
    assert reply.status_code == 200, reply.text
    assert "The draft is kept." in hub_client.get(f"/hub/returns?unit=north&period={DECEMBER}").text


def test_how_many_people_stays_where_a_figure_may_be_seen(org: Hub) -> None:
    report(org, 3, 20, 50, 80)
    with org.store.read() as session:
        views = returns_view(session, "org", DECEMBER, org.now()).figures
    told = {view.unit: view.typed.get("people") for view in views}
    assert told["west"] == 80 and told["north"] is None
