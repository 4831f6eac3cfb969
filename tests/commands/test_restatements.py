"""Figures that were really published twice, each time another, as submissions that are restated."""

from typing import Any

import pytest
from sqlalchemy import select

from hub.commands import AcceptFigure, LoadScorecard, LockFigure, RestateFigure, SubmitFigure
from hub.commands.command import Command
from hub.domain.periods import parse
from hub.domain.rights import system
from hub.errors import Invalid
from hub.hub import Hub
from hub.model import Measurement, SubmissionStep
from hub.snapshot.views import Need
from hub.testing import WORKER

# Period, measure, the value published first and the one published later. Sources: HMRC quarterly
# performance updates, NHS England A&E statistics and Civil Service sickness absence, all under the
# Open Government Licence v3.0.
PUBLISHED = (
    ("FY2024-25-Q1", "post_handled_within_40_days_pct", 91.2, 90.3),
    ("FY2025-26-Q1", "adviser_attempts_handled_pct", 83.7, 83.8),
    ("FY2025-26-Q1", "compliance_cash_expected", 2174.2, 2457),
    ("FY2025-26-Q1", "compliance_future_revenue_benefit", 4047.6, 4054),
    ("FY2025-26-Q1", "compliance_yield_total", 9033.0, 9321),
    ("FY2025-26-Q1", "post_handled_within_15_days_pct", 69.5, 68.6),
    ("FY2025-26-Q1", "post_handled_within_40_days_pct", 84.1, 85.6),
    ("2018-05", "ae_attendances", 2161779, 2164458),
    ("2018-06", "ae_attendances", 2091318, 2093942),
    ("2024-03", "ae_within_4_hours_pct", 74.2, 74.35),
    ("FY2019-20", "awdl_per_staff_year", 4.4, 4.8),
    ("FY2022-23", "awdl_per_staff_year", 8.1, 8.3),
)
CARD = """
unit: body
title: The body
units: [{key: body, title: The body, short: Body}]
perspectives: [{key: all, title: All}]
objectives: [{key: keep, title: Keep our word, perspective: all}]
kpis: [{key: figure, title: %s, objectives: [keep], measure: count, decimals: 2,
        frequency: %s, owner: Head of the body}]
"""
KPI = "body.figure"


class Figure:
    """The submission of one figure; remembers the version that was seen last."""

    def __init__(self, hub: Hub, period: str) -> None:
        self._hub, self._about, self._version = hub, {"kpi": KPI, "period": period}, 0

    def __call__(self, step: type[Command], **said: Any) -> None:
        body = self._about | {"version": self._version} | said
        self._version = self._hub.execute(step.model_validate(body), WORKER)["version"]


@pytest.mark.parametrize(("period", "measure", "first", "later"), PUBLISHED)
def test_a_published_figure_is_restated_and_the_old_one_kept(
    hub: Hub, period: str, measure: str, first: float, later: float
) -> None:
    text = CARD % (measure, parse(period).frequency.value)
    hub.execute(LoadScorecard(name="body.yaml", text=text), system("test"))
    figure = Figure(hub, period)
    figure(SubmitFigure, value=first)
    figure(AcceptFigure)
    figure(LockFigure)
    with pytest.raises(Invalid, match="can only be restated"):
        figure(SubmitFigure, value=later)
    figure(RestateFigure, value=later, reason="Published anew")
    with hub.store.read() as session:
        kept = session.execute(
            select(Measurement.value, Measurement.revision, Measurement.current, Measurement.actor)
        ).all()
        steps = session.execute(select(SubmissionStep.step, SubmissionStep.by)).all()
    assert kept == [(first, 1, False, WORKER.id), (later, 2, True, WORKER.id)]
    assert steps[-1] == ("restate", WORKER.name)
    view = hub.snapshot(Need(kpis=frozenset({KPI}))).kpis[KPI]
    assert (view.value, view.restated, view.points[-1].restated) == (later, True, True)
