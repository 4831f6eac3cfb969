"""Pages where people talk about figures: all notes, and answers to key performance questions."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request

from hub.commands.notes import ALL_NOTES
from hub.domain.lints import Lint
from hub.domain.rights import Right
from hub.errors import Invalid
from hub.snapshot import desk
from hub.snapshot.meetings import MEETINGS, recent_meetings
from hub.snapshot.notes import Sought, authors, threads
from hub.snapshot.questions import lints_of
from hub.snapshot.views import Need, QuestionView
from hub.web.pictures import mark_of
from hub.web.site import Site, colours

THREADS = 25  # on a page
MEETINGS_SHOWN = 5
FILTERS = tuple(asdict(Sought()))
OTHERS = frozenset({"after", "theme"})


@dataclass(frozen=True)
class AskingUnit:
    """A unit with the questions of its objectives, and what is odd about them."""

    key: str
    title: str
    objectives: tuple[tuple[str, tuple[QuestionView, ...]], ...]
    lints: tuple[Lint, ...]
    wall: str


def mount(blueprint: Blueprint, site: Site) -> None:
    pages = TalkPages(site)
    blueprint.add_url_rule("/notes", view_func=pages.notes)
    blueprint.add_url_rule("/questions", view_func=pages.questions)


class TalkPages:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub

    def notes(self) -> str:
        """Threads of all KPIs, found by what they are about. Raises Invalid."""
        sought = _sought(request.args)
        after = request.args.get("after") or None
        with self.hub.store.read() as session:
            found, more = threads(session, sought, THREADS, after)
            units = desk.units(session)
            choices = {
                "units": units,
                "lenses": desk.lenses(session),
                "kpis": desk.kpis(session),
                "authors": authors(session),
                "meetings": recent_meetings(session, MEETINGS_SHOWN),
            }
        writable = [unit for unit in units if self.site.may(Right.NOTE, unit.key)]
        return self._render(
            "notes.html",
            "Notes",
            threads=found,
            sought=sought,
            narrowed=any(asdict(sought).values()),
            older=self._address(sought, more) if more else None,
            newest=self._address(sought, None) if after else None,
            meeting_units=writable,
            writable={unit.key for unit in writable},
            topics=[ALL_NOTES, MEETINGS],
            **choices,
        )

    def _address(self, sought: Sought, after: str | None) -> str:
        said = {name: value for name, value in asdict(sought).items() if value}
        said |= {"after": after} if after else {}
        said |= {"theme": theme} if (theme := colours().name) != "light" else {}
        return f"{self.site.prefix}/notes{f'?{urlencode(said)}' if said else ''}"

    def questions(self) -> str:
        """The questions of every unit, with their answers and a place to answer them."""
        with self.hub.store.read() as session:
            units = desk.units(session)
            lints = {u.key: lints_of(session, u.key) for u in units}
        need = Need(questions=frozenset(u.key for u in units))
        snapshot = self.hub.snapshot(need)
        return self._render(
            "questions.html",
            "Key questions",
            units=[self._asking(snapshot.questions[u.key].questions, u, lints) for u in units],
            mark=lambda kpi: mark_of(kpi, colours()),
            topics=sorted(need.topics()),
        )

    def _asking(
        self,
        questions: tuple[QuestionView, ...],
        unit: desk.Choice,
        lints: Mapping[str, tuple[Lint, ...]],
    ) -> AskingUnit:
        by_objective = groupby(questions, key=lambda question: question.objective_title)
        said = urlencode({"scene": "kpq", "unit": unit.key, "theme": colours().name})
        return AskingUnit(
            unit.key,
            unit.title,
            tuple((title, tuple(asked)) for title, asked in by_objective),
            lints[unit.key],
            f"{self.site.prefix}/wall?{said}",
        )

    def _render(self, template: str, title: str, **context: Any) -> str:
        snapshot = self.hub.snapshot(Need())
        return render_template(
            template,
            title=title,
            me=self.site.actor().id,
            zone=ZoneInfo(snapshot.time_zone),
            **self.site.layout(),
            **context,
        )


def _sought(said: Mapping[str, str]) -> Sought:
    if strange := sorted(said.keys() - {*FILTERS, *OTHERS}):
        raise Invalid(f"{', '.join(strange)}: notes cannot be sought by that")
    return Sought(**{name: said.get(name, "").strip() for name in FILTERS})
