"""The pages of a month: what a coordinator hands in, and what the performance team makes of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from markupsafe import Markup

from hub.domain.periods import following, parse
from hub.domain.submission import REASON_WORDS, Stage, State, Step, badness
from hub.drawing import group
from hub.drawing.marks.pack_bar import WORDS, field, shown_as
from hub.errors import NotFound
from hub.snapshot import desk
from hub.snapshot.packs import PackView, ReturnsView, SubmissionView
from hub.snapshot.submission_history import in_full
from hub.snapshot.submissions import month_before, returns_view, submission_view
from hub.snapshot.views import Need
from hub.web.drafts import views_for
from hub.web.pictures import picture
from hub.web.site import Site, colours

TO_DO = frozenset({State.OPEN, State.DRAFT, State.RETURNED, State.CHALLENGED})
STEP_WORDS = {
    Step.SAVE: "saved a draft",
    Step.SUBMIT: "submitted",
    Step.NIL_RETURN: "made a nil return",
    Step.AWAIT_SUPPLIER: "awaits the supplier",
    Step.RETURN: "returned it",
    Step.CHALLENGE: "challenged it",
    Step.ANSWER: "answered",
    Step.ACCEPT: "accepted it",
    Step.LOCK: "locked it",
    Step.RESTATE: "restated it",
}
STAGE_WORDS = {
    Stage.NOT_DUE: "not due yet",
    Stage.NOT_STARTED: "not started",
    Stage.PART: "part sent",
    Stage.SUBMITTED: "all sent",
    Stage.CHALLENGED: "challenged",
    Stage.ACCEPTED: "accepted",
    Stage.LOCKED: "locked",
}


@dataclass(frozen=True)
class Bulk:
    """What can be done at once with the figures of a pack that are ready for it."""

    step: str
    words: str
    rows: list[dict[str, str | int]]


def mount(blueprint: Blueprint, site: Site) -> None:
    pages = ReturnPages(site)
    blueprint.add_url_rule("/returns", view_func=pages.returns)
    blueprint.add_url_rule("/review", view_func=pages.review)


class ReturnPages:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub

    def returns(self) -> str:
        """What a unit and all below it hand in for a month."""
        view = self._view()
        with self.hub.store.read() as session:
            figures = views_for(session, self.site.actor(), view.figures)
        todo, sent = _parted(figures)
        return self._render(
            "returns.html",
            f"Returns: {view.period_title}",
            view,
            "returns",
            todo=todo,
            sent=sent,
        )

    def review(self) -> str:
        """The packs of a unit and all below it, and one figure of them in full."""
        view = self._view()
        key, figure = request.args.get("kpi", ""), None
        if key:
            figure = next((f for f in view.figures if f.kpi == key), None)
            if figure is None:
                raise NotFound(f"{key} hands in nothing for {view.period_title} here.")
            with self.hub.store.read() as session:
                seen = submission_view(session, key, figure.period, self.hub.now())
                figure = in_full(session, seen, self.hub.now())
        return self._render(
            "review.html",
            figure.title if figure else f"Review: {view.period_title}",
            view,
            "review",
            figure=figure,
            ranked=lambda pack: _ranked(pack.figures),
            bulks=bulks,
            stage_words=STAGE_WORDS,
            step_words=STEP_WORDS,
            reasons=REASON_WORDS,
        )

    def _view(self) -> ReturnsView:
        with self.hub.store.read() as session:
            unit = request.args.get("unit") or self.site.home or desk.first_unit(session)
            if unit is None:
                raise NotFound("There is no scorecard yet: load one with hub load.")
            return returns_view(session, unit, request.args.get("period", ""), self.hub.now())

    def _render(
        self, template: str, title: str, view: ReturnsView, page: str, **context: Any
    ) -> str:
        with self.hub.store.read() as session:
            units = desk.units(session)
        need = Need(submissions=frozenset({(view.unit, view.period)}))
        snapshot = self.hub.snapshot(Need())
        return render_template(
            template,
            title=title,
            view=view,
            units=units,
            month={"unit": view.unit, "period": view.period},
            months=self._months(view, page),
            mark=mark,
            state_words=WORDS,
            shown_as=shown_as,
            number=number,
            here=lambda **about: self._address(page, view, **about),
            other=lambda page: self._address(page, view),
            wall=self._address("wall", view, scene="submissions"),
            topics=sorted(need.topics()),
            zone=ZoneInfo(snapshot.time_zone),
            **self.site.layout(),
            **context,
        )

    def _months(self, view: ReturnsView, page: str) -> dict[str, tuple[str, str]]:
        """The months before and after, each as its title and its address."""
        month = parse(view.period)
        before = parse(f"{month.starts - timedelta(days=1):%Y-%m}")
        near = {"before": before}
        if view.period < month_before(view.today):
            near["after"] = following(month)
        return {
            name: (one.title, self._address(page, view, period=one.text))
            for name, one in near.items()
        }

    def _address(self, page: str, view: ReturnsView, **about: str) -> str:
        said = {"unit": view.unit, "period": view.period, **about}
        if (theme := colours().name) != "light":
            said["theme"] = theme
        return f"{self.site.prefix}/{page}?{urlencode(said)}"


def _parted(
    figures: Iterable[SubmissionView],
) -> tuple[list[SubmissionView], list[SubmissionView]]:
    """What the unit has something to do about, the most pressing first; and the rest."""
    ranked = _ranked(figures)
    todo = [figure for figure in ranked if figure.state in TO_DO]
    return todo, [figure for figure in ranked if figure.state not in TO_DO]


def _ranked(figures: Iterable[SubmissionView]) -> list[SubmissionView]:
    return sorted(figures, key=lambda figure: badness(figure.standing), reverse=True)


def bulks(pack: PackView) -> list[Bulk]:
    """The steps that can be taken with several figures of a pack at once."""
    offered = (
        ("accept", Step.ACCEPT, "Accept all that are submitted"),
        ("lock", Step.LOCK, "Lock all that are accepted"),
    )
    found = []
    for name, step, words in offered:
        rows: list[dict[str, str | int]] = [
            {"kpi": f.kpi, "version": f.version} for f in pack.figures if step in f.possible
        ]
        if rows:
            found.append(Bulk(name, f"{words} ({len(rows)})", rows))
    return found


def number(value: float) -> str:
    """A figure as a person would type it."""
    return str(int(value)) if float(value).is_integer() else repr(value)


def mark(state: State) -> Markup:
    """What a state looks like on the wall, as a small picture."""
    drawn = group(None, *field(state, colours(), 28, 22))
    return picture(drawn, 28, 22, WORDS[shown_as(state)])
