"""Lists for the API: items in pages, each page with the place where the next one begins."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from hub.errors import Invalid, NotFound
from hub.model import Issue, Kpi, KpiLens, Lens, Measurement, Scorecard, Unit
from hub.snapshot.briefs import briefs
from hub.snapshot.discretion import Veil
from hub.snapshot.issues import issue_view
from hub.snapshot.kpis import kpi_views
from hub.snapshot.views import IssueBrief, IssueView, KpiView

T = TypeVar("T", bound="Item")


class Item(BaseModel):
    model_config = ConfigDict(frozen=True)


class KpiItem(Item):
    """A KPI and where it stands. ``status`` is of ``value``; ``late`` says that it is overdue."""

    key: str
    title: str
    unit: str
    objective: str | None
    lenses: tuple[str, ...]
    owner: str
    delivered_by: str
    measure: str
    decimals: int
    polarity: str
    frequency: str
    period: str | None
    value: float | None
    shown: str
    previous: float | None
    target: float | None
    status: str
    late: bool
    late_days: int  # working days; of a live KPI days
    due: date | None
    restated: bool
    restated_parts: tuple[str, ...]  # keys of the KPIs behind a total that were restated
    illustrative: bool
    coverage: str
    notes: int
    issues: tuple[str, ...]


class Revision(Item):
    revision: int
    value: float
    numerator: float | None
    denominator: float | None
    current: bool
    published: date | None
    recorded_at: datetime
    actor: str
    source: str
    remark: str


class MeasurementItem(Item):
    """The current figure of a period or instant, and all its revisions, oldest first.

    One that is ``suppressed`` tells neither; of KPIs about people no earlier figure is told.
    """

    period: str
    value: float | None
    suppressed: bool = False
    illustrative: bool
    revisions: tuple[Revision, ...]


class IssueItem(Item):
    id: str
    number: int
    title: str
    state: str
    unit: str
    kpis: tuple[str, ...]
    raised_by: str
    raised_at: datetime
    actions: int
    actions_done: int


class CauseItem(Item):
    id: str
    text: str
    parent: str | None
    state: str
    root: bool
    evidence: str
    by: str
    version: int


class CountermeasureItem(Item):
    id: str
    text: str
    cause: str | None
    owner: str
    due: date
    stage: str
    version: int
    strength: str
    effect_kpi: str
    predicted: float | None
    check_on: date | None
    result: str
    decision: str
    decided_because: str


class IssueInFull(IssueItem):
    """``signal`` is what its KPI said when it was raised; ``stale`` are the rules it breaks."""

    statement: str
    version: int
    owner: str
    category: str
    severity: str
    containment: str
    tier: int
    due: date | None
    place: str
    signal: dict[str, Any]
    addressed: str
    review_on: date | None
    waiver: str
    merged_into: int | None
    stale: tuple[str, ...]
    causes: tuple[CauseItem, ...]
    countermeasures: tuple[CountermeasureItem, ...]


class UnitItem(Item):
    key: str
    title: str
    short: str
    parent: str | None
    director: str | None
    has_scorecard: bool


class LensItem(Item):
    key: str
    title: str


def kpis(
    session: Session, as_of: datetime, limit: int, after: str | None, unit: str, lens: str
) -> tuple[list[KpiItem], str | None]:
    """KPIs by key, optionally of one unit or one lens."""
    chosen = select(Kpi.key).where(Kpi.retired.is_(False)).order_by(Kpi.key)
    if after is not None:
        chosen = chosen.where(Kpi.key > after)
    if unit:
        chosen = chosen.where(Kpi.unit_key == unit)
    if lens:
        chosen = chosen.where(Kpi.id.in_(select(KpiLens.kpi_id).where(KpiLens.lens_key == lens)))
    keys, more = _page(session, chosen, limit)
    views = kpi_views(session, Kpi.key.in_(keys), as_of) if keys else {}
    return [kpi_item(views[key]) for key in keys], keys[-1] if more else None


def _page(session: Session, chosen: Select[Any], limit: int) -> tuple[list[Any], bool]:
    found = list(session.scalars(chosen.limit(limit + 1)))
    return found[:limit], len(found) > limit


def kpi(session: Session, as_of: datetime, kpi: str) -> KpiItem:
    views = kpi_views(session, Kpi.key == kpi, as_of)
    if kpi not in views:
        raise NotFound(f"There is no KPI called {kpi!r}.")
    return kpi_item(views[kpi])


def kpi_item(k: KpiView) -> KpiItem:
    return KpiItem(
        key=k.key,
        title=k.title,
        unit=k.unit,
        objective=k.objective,
        lenses=k.lenses,
        owner=k.owner,
        delivered_by=k.delivered_by,
        measure=k.format.measure.value,
        decimals=k.format.decimals,
        polarity=k.polarity.value,
        frequency=k.frequency.value,
        period=k.period,
        value=k.value,
        shown=k.shown,
        previous=k.previous,
        target=k.target,
        status=k.status.value,
        late=k.late,
        late_days=k.late_days,
        due=k.due,
        restated=k.restated,
        restated_parts=tuple(p.key for p in k.parts if p.restated),
        illustrative=k.illustrative,
        coverage=k.coverage,
        notes=k.note_count,
        issues=tuple(i.id for i in k.issues),
    )


def measurements(
    session: Session, key: str, limit: int, after: str | None
) -> tuple[list[MeasurementItem], str | None]:
    """Figures of a KPI, newest first; ``after`` is the period the last page ended with."""
    found = _kpi(session, key)
    current = (
        select(Measurement.period)
        .where(Measurement.kpi_id == found.id, Measurement.current)
        .order_by(Measurement.ends.desc())
    )
    if after is not None:
        current = current.where(Measurement.ends < _ends(session, found, after))
    periods, more = _page(session, current, limit)
    revisions: dict[str, list[Measurement]] = {period: [] for period in periods}
    for i in range(0, len(periods), 500):
        for row in session.scalars(
            select(Measurement)
            .where(Measurement.kpi_id == found.id, Measurement.period.in_(periods[i : i + 500]))
            .order_by(Measurement.revision)
        ):
            revisions[row.period].append(row)
    veil = Veil(session, found)
    items = [_measurement(found, period, veil.shown(revisions[period])) for period in periods]
    return items, periods[-1] if more else None


def _kpi(session: Session, key: str) -> Kpi:
    found = session.scalar(select(Kpi).where(Kpi.key == key, Kpi.retired.is_(False)))
    if found is None:
        raise NotFound(f"There is no KPI called {key!r}.")
    return found


def _ends(session: Session, kpi: Kpi, period: str) -> datetime:
    ends = session.scalar(
        select(Measurement.ends).where(
            Measurement.kpi_id == kpi.id, Measurement.period == period, Measurement.current
        )
    )
    if ends is None:
        raise Invalid(f"after: {kpi.key} has no figure for {period!r}")
    return ends


def _measurement(kpi: Kpi, period: str, rows: Sequence[Measurement]) -> MeasurementItem:
    return MeasurementItem(
        period=period,
        value=next((row.value for row in rows if row.current), None),
        suppressed=not rows,
        illustrative=kpi.illustrative,
        revisions=tuple(
            Revision(
                revision=r.revision,
                value=r.value,
                numerator=r.numerator,
                denominator=r.denominator,
                current=r.current,
                published=r.published,
                recorded_at=r.recorded_at,
                actor=r.actor,
                source=r.source,
                remark=r.remark,
            )
            for r in rows
        ),
    )


def issues(session: Session, limit: int, after: str | None) -> tuple[list[IssueItem], str | None]:
    """Issues, newest first; ``after`` is the number of the last one seen."""
    chosen = select(Issue).order_by(Issue.number.desc())
    if after is not None:
        if not after.isdecimal():
            raise Invalid("after: is the number of an issue")
        chosen = chosen.where(Issue.number < int(after))
    rows, more = _page(session, chosen, limit)
    items = [issue_item(b) for b in briefs(session, rows)]
    return items, str(items[-1].number) if more else None


def issue_item(b: IssueBrief) -> IssueItem:
    return IssueItem(**_brief(b))


def _brief(b: IssueBrief) -> dict[str, Any]:
    return {
        "id": b.id,
        "number": b.number,
        "title": b.title,
        "state": b.state,
        "unit": b.unit,
        "kpis": b.kpis,
        "raised_by": b.raised_by,
        "raised_at": b.raised_at,
        "actions": b.actions,
        "actions_done": b.actions_done,
    }


def issue(session: Session, as_of: datetime, issue: str) -> IssueInFull:
    view: IssueView = issue_view(session, issue, as_of)
    own = IssueInFull.model_fields.keys() - IssueItem.model_fields.keys()
    plain = {name: getattr(view, name) for name in own - {"causes", "countermeasures"}}
    return IssueInFull(
        **_brief(view.brief),
        **plain,
        causes=tuple(_of(CauseItem, cause) for cause in view.causes),
        countermeasures=tuple(_of(CountermeasureItem, c) for c in view.countermeasures),
    )


def _of(item: type[T], view: object) -> T:
    """The item that has the fields of a view by the same names."""
    return item.model_validate({name: getattr(view, name) for name in item.model_fields})


def units(session: Session, limit: int, after: str | None) -> tuple[list[UnitItem], str | None]:
    chosen = select(Unit).where(Unit.retired.is_(False)).order_by(Unit.key)
    if after is not None:
        chosen = chosen.where(Unit.key > after)
    rows, more = _page(session, chosen, limit)
    cards = set(session.scalars(select(Scorecard.unit_key)))
    items = [
        UnitItem(
            key=u.key,
            title=u.title,
            short=u.short,
            parent=u.parent_key,
            director=u.director,
            has_scorecard=u.key in cards,
        )
        for u in rows
    ]
    return items, items[-1].key if more else None


def lenses(session: Session, limit: int, after: str | None) -> tuple[list[LensItem], str | None]:
    chosen = select(Lens).where(Lens.retired.is_(False)).order_by(Lens.key)
    if after is not None:
        chosen = chosen.where(Lens.key > after)
    rows, more = _page(session, chosen, limit)
    items = [LensItem(key=r.key, title=r.title) for r in rows]
    return items, items[-1].key if more else None
