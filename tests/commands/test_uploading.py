"""Uploading a pack: previewed row by row, applied as a whole or not at all."""

import hashlib
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, func, select

from hub.commands import (
    AcceptFigure,
    ApplyUpload,
    RecordMeasurements,
    ReturnFigure,
    SubmitFigure,
    UploadPack,
)
from hub.domain.rights import Actor, Grant, Right
from hub.errors import Conflict, Forbidden, Invalid, NotFound
from hub.hub import Hub
from hub.model import Kpi, Measurement, Submission, SubmissionStep, Upload
from hub.scheduler import Scheduler
from hub.snapshot.uploads import UploadView, upload_view
from hub.testing import WORKER, SetClock
from hub.uploads.files import read
from hub.uploads.packs import pack
from tests.uploads.made import separated, workbook

KPI = "works.on_time"
DIGEST = hashlib.sha256(b"file").hexdigest()
OTHER = Actor("other", "Somebody else", grants=frozenset(Grant(right) for right in Right))
READER = Actor("reader", "A reader", grants=frozenset({Grant(Right.READ)}))
NARROW = Actor("narrow", "A narrow one", grants=frozenset({Grant(Right.RECORD, "elsewhere")}))


def upload(hub: Hub, raw: bytes, by: Actor = WORKER) -> UploadView:
    found = pack(read(raw))
    command = UploadPack.model_validate(
        {
            "name": "pack.csv",
            "digest": DIGEST,
            "entries": tuple(found.entries),
            "faults": tuple(found.faults),
            "remarks": tuple(found.remarks),
        }
    )
    return seen(hub, hub.execute(command, by)["id"], by)


def seen(hub: Hub, id: str, by: Actor = WORKER) -> UploadView:
    with hub.store.read() as session:
        return upload_view(session, id, by.id)


def apply(
    hub: Hub, view: UploadView, *confirmed: str, digest: str = DIGEST, by: Actor = WORKER
) -> dict[str, Any]:
    command = ApplyUpload(upload=view.id, digest=digest, confirmed=confirmed)
    return hub.execute(command, by)


def faults(view: UploadView) -> list[str]:
    return [f"{fault.place}: {fault.words}" for fault in view.faults]


def kept(hub: Hub) -> tuple[int, int, int]:
    """How many figures, submissions and steps there are."""
    with hub.store.read() as session:
        counts = [
            session.scalar(select(func.count()).select_from(table)) or 0
            for table in (Measurement, Submission, SubmissionStep)
        ]
    return counts[0], counts[1], counts[2]


def record(hub: Hub, **values: float) -> None:
    """``record(hub, m2025_12=96)``"""
    figures = [{"period": p[1:].replace("_", "-"), "value": v} for p, v in values.items()]
    hub.execute(RecordMeasurements.model_validate({"kpi": KPI, "figures": figures}), WORKER)


def year(hub: Hub, value: float = 95) -> None:
    """Thirteen months of a steady process up to November 2025."""
    months = [f"2024-{m:02}" for m in (11, 12)] + [f"2025-{m:02}" for m in range(1, 12)]
    record(hub, **{f"m{m.replace('-', '_')}": value + n % 3 for n, m in enumerate(months)})


def test_a_preview_tells_every_row_and_writes_no_figure(hub: Hub) -> None:
    year(hub)
    before = kept(hub)
    view = upload(hub, separated((KPI, "2025-12", 96), (KPI, "2025-11", 95), (KPI, "2025-10", "")))
    assert [(c.place, c.kpi, c.period, c.was, c.shown, c.outcome) for c in view.changes] == [
        ("C2", KPI, "2025-12", "", "96.0%", "new"),
        ("C3", KPI, "2025-11", "95.0%", "95.0%", "unchanged"),
    ]
    assert (dict(view.counts), view.to_apply) == ({"new": 1, "unchanged": 1}, 1)
    assert view.remarks == ("1 row without a figure: nothing is recorded of them.",)
    assert kept(hub) == before


def test_applying_records_and_submits_with_the_words_of_the_row(hub: Hub) -> None:
    head = ("kpi", "period", "value", "narrative", "source")
    view = upload(hub, separated((KPI, "2025-12", 96, "A good month", "ledger"), head=head))
    assert apply(hub, view) == {
        "id": view.id, "new": 1, "revised": 0, "unchanged": 0, "before": False,
        "at": "2026-01-14T12:00:00Z",
    }  # fmt: skip
    with hub.store.read() as session:
        figure = session.scalars(select(Measurement)).one()
        submission = session.scalars(select(Submission)).one()
    assert (figure.value, figure.remark, figure.source) == (96, "A good month", "ledger")
    assert (submission.state, submission.narrative) == ("submitted", "A good month")
    assert seen(hub, view.id).applied_at is not None


def test_the_same_file_twice_changes_nothing(hub: Hub) -> None:
    raw = workbook([(KPI, "2025-12", 96), (KPI, "2025-11", 95)])
    first = upload(hub, raw)
    apply(hub, first)
    before = kept(hub)
    assert apply(hub, first)["before"] is True
    second = upload(hub, raw)
    assert [c.outcome for c in second.changes] == ["unchanged", "unchanged"]
    assert apply(hub, second)["unchanged"] == 2
    assert kept(hub) == before


def test_a_rate_and_a_title_and_a_percentage_of_a_workbook(hub: Hub) -> None:
    head = ("kpi", "period", "value", "numerator", "denominator")
    raw = workbook(
        [("delivered ON time", "Dec-25", None, 48, 50), (KPI, "2025-11", 0.955)],
        lambda sheet: setattr(sheet["C3"], "number_format", "0.0%"),
        head,
    )
    first, second = upload(hub, raw).changes
    assert (first.shown, first.figure, first.place) == (
        "96.0%",
        {"numerator": 48, "denominator": 50},
        "Figures!D2",
    )
    assert first.remarks == ("Dec-25 is read as December 2025.",)
    assert second.shown == "95.5%" and "The sheet shows 95.5%" in second.remarks[0]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (("nope", "2025-12", 1), "A2: “nope” is no KPI here"),
        (("", "2025-12", 1), "A2: the KPI is missing"),
        ((KPI, "", 1), "A2: the period is missing"),
        ((KPI, "FY2025-26-Q3", 1), "B2: works.on_time is measured by month"),
        ((KPI, "2026-02", 1), "B2: works.on_time: February 2026 has not begun"),
        ((KPI, "2026-01", 1), "C2: The period has not ended yet"),
        ((KPI, "01/12/2025", 1), "B2: “01/12/2025” may be read in two ways"),
        ((KPI, "2025-12", "n/a"), "C2: “n/a” is not a figure"),
        (("works.pulse", "2025-12", 1), "A2: Line running is measured live"),
        (("Line running", "2025-12", 1), "A2: Line running is measured live"),
    ],
)
def test_a_row_at_fault_is_told_with_its_cell_and_refuses_all(
    hub: Hub, row: tuple[object, ...], fault: str
) -> None:
    before = kept(hub)
    view = upload(hub, separated(row, (KPI, "2025-10", 95)))
    assert len(view.faults) == 1 and faults(view)[0].startswith(fault)
    assert [c.period for c in view.changes] == ["2025-10"]
    with pytest.raises(Invalid, match=fault[:2]):
        apply(hub, view)
    assert kept(hub) == before


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        ((96, 48, 50), "C2: give value, or numerator and denominator, not both"),
        (("", 48, ""), "C2: give value, or numerator and denominator"),
        (("", 48, 0), "B2: works.on_time: the denominator is zero"),
        (("x", "y", ""), "C2: “x” is not a figure; leave the cell empty where there is none"),
    ],
)
def test_parts_that_do_not_make_a_figure_are_told(
    hub: Hub, cells: tuple[object, ...], fault: str
) -> None:
    head = ("kpi", "period", "value", "numerator", "denominator")
    told = faults(upload(hub, separated((KPI, "2025-12", *cells), head=head)))
    assert any(fault.split(": ", 1)[1] in each for each in told), told


def test_two_rows_of_one_figure_are_both_refused(hub: Hub) -> None:
    """Even where they agree: the next file's will not."""
    raw = workbook([(KPI, "2025-12", 96), (KPI, "Dec-25", 96), (KPI, "2025-11", 95)])
    view = upload(hub, raw)
    assert faults(view) == ["Figures!A3: Delivered on time, 2025-12 stands in Figures!A2 already"]
    assert [c.period for c in view.changes] == ["2025-11"]


def test_a_fraction_for_a_percentage_has_to_be_confirmed(hub: Hub) -> None:
    year(hub)
    head = ("kpi", "period", "value", "narrative")
    view = upload(hub, separated((KPI, "2025-12", 0.96, "we fell"), head=head))
    assert "looks like a fraction" in view.changes[0].doubt
    before = kept(hub)
    with pytest.raises(Invalid, match=r"C2: 0\.96% looks like a fraction"):
        apply(hub, view)
    assert kept(hub) == before
    assert apply(hub, view, "C2")["new"] == 1


def test_a_date_that_was_counted_from_the_other_year_has_to_be_confirmed(hub: Hub) -> None:
    record(hub, m2025_11=95)
    view = upload(hub, workbook([(KPI, date(2021, 11, 30), 96)]))
    assert view.changes[0].period == "2021-11"
    assert "December 2025" in view.changes[0].doubt


def test_a_figure_outside_the_process_needs_a_narrative(hub: Hub) -> None:
    year(hub)
    head = ("kpi", "period", "value", "narrative")
    (fault,) = upload(hub, separated((KPI, "2025-12", 60, ""), head=head)).faults
    assert fault.place == "C2" and "say why in the narrative column" in fault.words
    view = upload(hub, separated((KPI, "2025-12", 60, "A strike"), head=head))
    assert "outside the usual range" in view.changes[0].beyond and not view.faults
    assert apply(hub, view)["new"] == 1


def test_a_submitted_figure_is_not_replaced_by_a_file(hub: Hub) -> None:
    record(hub, m2025_12=95)
    view = upload(hub, separated((KPI, "2025-12", 96)))
    assert faults(view) == [
        "C2: December 2025 is submitted with 95.0%: it has to be returned before another figure "
        "is taken"
    ]


def test_a_returned_figure_is_revised_by_a_file_and_submitted_again(hub: Hub) -> None:
    about = {"kpi": KPI, "period": "2025-12"}
    done = hub.execute(SubmitFigure.model_validate({**about, "version": 0, "value": 95}), WORKER)
    asked = {**about, "version": done["version"], "reason": "Not the figure of December"}
    hub.execute(ReturnFigure.model_validate(asked), OTHER)
    view = upload(hub, separated((KPI, "2025-12", 96)))
    assert [(c.was, c.shown, c.outcome) for c in view.changes] == [("95.0%", "96.0%", "revised")]
    assert apply(hub, view)["revised"] == 1
    with hub.store.read() as session:
        assert session.scalars(select(Submission)).one().state == "submitted"
        current = session.scalars(select(Measurement).where(Measurement.current)).one()
    assert (current.value, current.revision) == (96, 2)


def test_an_accepted_figure_may_be_told_again_and_not_changed(hub: Hub) -> None:
    about = {"kpi": KPI, "period": "2025-12"}
    done = hub.execute(SubmitFigure.model_validate({**about, "version": 0, "value": 95}), WORKER)
    accept = AcceptFigure.model_validate({**about, "version": done["version"]})
    hub.execute(accept, OTHER)
    assert upload(hub, separated((KPI, "2025-12", 95))).changes[0].outcome == "unchanged"
    (fault,) = upload(hub, separated((KPI, "2025-12", 96))).faults
    assert (fault.place, fault.words) == ("C2", "A figure that is accepted can only be locked.")


def test_words_that_are_too_long_are_told_at_their_cell(hub: Hub) -> None:
    head = ("kpi", "period", "value", "narrative")
    view = upload(hub, separated((KPI, "2025-12", 96, "x" * 2001), head=head))
    assert faults(view) == ["D2: the narrative has more than 2,000 characters"]


def test_nothing_is_applied_where_somebody_was_first(hub: Hub) -> None:
    view = upload(hub, separated((KPI, "2025-12", 96), (KPI, "2025-11", 95)))
    submit = {"kpi": KPI, "period": "2025-11", "version": 0, "value": 94}
    hub.execute(SubmitFigure.model_validate(submit), OTHER)
    before = kept(hub)
    with pytest.raises(Conflict) as refused:
        apply(hub, view)
    assert refused.value.problems == ("C3: Delivered on time, November 2025 is submitted now",)
    assert kept(hub) == before


def test_nothing_is_applied_where_a_definition_has_changed(hub: Hub) -> None:
    view = upload(hub, separated((KPI, "2025-12", 96)))
    with hub.store.write() as session:
        session.scalars(select(Kpi).where(Kpi.key == KPI)).one().version += 1
    with pytest.raises(Conflict, match="C2: the definition of Delivered on time has changed"):
        apply(hub, view)
    with hub.store.write() as session:
        session.scalars(select(Kpi).where(Kpi.key == KPI)).one().retired = True
    with pytest.raises(Conflict, match="C2: Delivered on time is no longer there"):
        apply(hub, view)
    assert kept(hub) == (0, 0, 0)


def test_another_file_s_digest_is_refused(hub: Hub) -> None:
    view = upload(hub, separated((KPI, "2025-12", 96)))
    with pytest.raises(Conflict, match="not the file that was previewed"):
        apply(hub, view, digest="0" * 64)


def test_an_upload_belongs_to_its_sender(hub: Hub) -> None:
    view = upload(hub, separated((KPI, "2025-12", 96)))
    with pytest.raises(NotFound, match="There is no such upload"):
        apply(hub, view, by=OTHER)
    with pytest.raises(NotFound, match="There is no such upload"):
        seen(hub, view.id, OTHER)


def test_figures_of_units_that_are_not_one_s_own_are_faults(hub: Hub) -> None:
    with pytest.raises(Forbidden, match="A reader may not record anywhere"):
        upload(hub, separated((KPI, "2025-12", 96)), READER)
    told = faults(upload(hub, separated((KPI, "2025-12", 96)), NARROW))
    assert told == ["A2: A narrow one may not record figures of works"]


def test_the_file_is_not_kept_and_the_preview_goes_after_a_month(
    hub: Hub, hub_clock: SetClock
) -> None:
    view = upload(hub, separated((KPI, "2025-12", 96)))
    scheduler = Scheduler(hub)
    hub_clock.move(days=29)
    scheduler._tidy()
    assert seen(hub, view.id).name == "pack.csv"
    hub_clock.move(days=2)
    scheduler._tidy()
    with pytest.raises(NotFound, match="forgotten after 30 days"):
        seen(hub, view.id)
    with hub.store.read() as session:
        assert session.scalar(select(func.count()).select_from(Upload)) == 0


def test_a_pack_of_hundreds_takes_a_constant_number_of_statements_to_preview(hub: Hub) -> None:
    counts = []
    for size in (3, 200):
        rows = [(KPI, f"{2025 - n // 12}-{12 - n % 12:02}", 95 + n % 3) for n in range(size)]
        counted: list[str] = []

        def note(*args: Any, counted: list[str] = counted) -> None:
            counted.append(str(args[2]))

        event.listen(hub.store._writer, "before_cursor_execute", note)
        view = upload(hub, separated(*rows))
        event.remove(hub.store._writer, "before_cursor_execute", note)
        assert len(view.changes) == size
        counts.append(len(counted))
    assert counts[0] == counts[1]


def test_a_figure_says_which_cell_of_which_file_it_is_from(hub: Hub) -> None:
    apply(hub, upload(hub, workbook([(KPI, "2025-12", 96)])))
    with hub.store.read() as session:
        assert session.scalars(select(Measurement)).one().source == "pack.csv, Figures!C2"
