"""Units side by side: by the definitions that they share, and nothing that is hidden."""

import pytest

from hub.displays import Audience
from hub.domain.status import Status
from hub.errors import NotFound
from hub.hub import Hub
from hub.snapshot.comparison import ComparisonView, UnitsOf
from hub.snapshot.views import Need
from tests.commands.test_totalling import load
from tests.snapshot.test_relations import UNITS, head, record

OWN = """\
  - {key: north.tea, unit: north, title: Tea, objectives: [attend], measure: count,
     frequency: month, owner: Manager}
"""


def seen(hub: Hub, kpi: str = "", audience: Audience | None = None) -> ComparisonView:
    ask = UnitsOf("org", kpi)
    return hub.snapshot(Need(asks=frozenset({ask})), audience).answer(ask)


def values(view: ComparisonView) -> dict[str, float | None]:
    return {row.key: kpi.value for row in view.rows for kpi in row.kpis.values()}


def test_units_stand_side_by_side_in_what_is_mandated(hub: Hub) -> None:
    load(hub, head("north", "south", about_people=False))
    record(hub, "north", None, 4)
    record(hub, "south", None, 40)
    view = seen(hub)
    assert [shared.key for shared in view.shared] == ["org.lost"]
    assert values(view) == {"north": 1.0, "south": 10.0}
    assert view.data_to is not None


@pytest.mark.parametrize("kpi", ["org.lost", "north.lost"])
def test_one_definition_is_found_by_any_of_its_kpis(hub: Hub, kpi: str) -> None:
    load(hub, head("north", "south", about_people=False))
    view = seen(hub, kpi)
    assert [shared.key for shared in view.shared] == ["org.lost"]
    assert [row.key for row in view.rows] == ["north", "south"]


def test_what_a_unit_defines_for_itself_is_counted_and_not_compared(hub: Hub) -> None:
    load(hub, head("north", "south", about_people=False) + OWN)
    view = seen(hub)
    assert [shared.key for shared in view.shared] == ["org.lost"]
    assert view.others == 1
    alone = seen(hub, "north.tea")
    assert (alone.shared, alone.rows) == ((), ())


def test_small_numbers_stay_hidden_with_those_that_would_tell_them(hub: Hub) -> None:
    load(hub, head(*UNITS))
    for unit, people in zip(UNITS, (3, 20, 50, 80), strict=True):
        record(hub, unit, people, 8)
    for kpi in ("", "org.lost"):
        view = seen(hub, kpi)
        hidden = {row.key: cell for row in view.rows for cell in row.kpis.values()
                  if cell.status is Status.SUPPRESSED}  # fmt: skip
        assert hidden.keys() == {"north", "south"}
        for cell in hidden.values():
            assert (cell.value, cell.previous, cell.points) == (None, None, ())


def test_those_who_may_not_see_it_are_not_told_that_it_is_there(hub: Hub) -> None:
    load(hub, head("north", "south", about_people=False) + OWN)
    record(hub, "north", None, 4)
    view = seen(hub, audience=Audience("public"))
    assert (view.shared, view.rows, view.others, view.data_to) == ((), (), 0, None)
    with pytest.raises(NotFound):
        seen(hub, "org.lost", Audience("public"))


def test_an_unknown_unit_or_kpi_is_refused(hub: Hub) -> None:
    load(hub, head("north", "south", about_people=False))
    with pytest.raises(NotFound):
        seen(hub, "org.nothing")
    with pytest.raises(NotFound):
        hub.snapshot(Need(asks=frozenset({UnitsOf("nowhere")})))
