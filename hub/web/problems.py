"""The desk side of problems: the list of them, and the page of one with its steps."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from hub.domain.problem import STATE_WORDS
from hub.domain.rights import Right
from hub.errors import Invalid
from hub.snapshot import desk
from hub.snapshot.events import unit_choices
from hub.snapshot.problem_lists import AGES, ALL, NOBODY, ProblemList, ProblemPage, Sought
from hub.snapshot.problem_page import OneProblem, numbered
from hub.snapshot.views import CauseView, KpiView, Need
from hub.web.pictures import mark_of
from hub.web.problem_forms import offered
from hub.web.problem_words import LED_TO, PLACES, SEVERITIES, said_then
from hub.web.site import Site, colours

FILTERS = tuple(asdict(Sought()))
OTHERS = frozenset({"page", "theme"})
DEEPEST = 12  # levels of an outline; whys that are deeper stand on the last one


@dataclass(frozen=True)
class Rung:
    """A cause in the outline; ``level`` is 1 on top. ``before`` and ``after`` are the levels of
    its neighbours, 0 where there is none."""

    cause: CauseView
    level: int
    before: int
    after: int


def mount(blueprint: Blueprint, site: Site) -> None:
    pages = ProblemPages(site)
    blueprint.add_url_rule("/problems", view_func=pages.problems)
    blueprint.add_url_rule("/problems/<int:number>", view_func=pages.by_number)
    blueprint.add_url_rule("/problems/<id>", view_func=pages.problem)


class ProblemPages:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub

    def problems(self) -> str:
        """Problems that are sought, a page at a time. Raises Invalid."""
        asked = ProblemList(_sought(request.args), _page(request.args.get("page", "")))
        snapshot = self.hub.snapshot(Need(asks=frozenset({asked})))
        found = snapshot.answer(asked)
        with self.hub.store.read() as session:
            units, kpis = unit_choices(session), desk.kpis(session)
        return render_template(
            "problems.html",
            title="Problems",
            found=found,
            sought=asked.sought,
            narrowed=any(asdict(replace(asked.sought, sort="")).values()),
            units=units,
            kpis=kpis,
            states=tuple(STATE_WORDS.items()),
            state_words=STATE_WORDS,
            severities=SEVERITIES,
            ages=AGES,
            everyone=ALL,
            nobody=NOBODY,
            before=self._address(asked.sought, found.page - 1) if found.page > 1 else None,
            after=self._address(asked.sought, found.page + 1) if found.page < found.pages else None,
            mark=_mark,
            topics=_topics(asked, found),
            zone=ZoneInfo(snapshot.time_zone),
            **self.site.layout(),
        )

    def _address(self, sought: Sought, page: int) -> str:
        said = {name: value for name, value in asdict(sought).items() if value}
        said |= {"page": str(page)} if page > 1 else {}
        said |= {"theme": theme} if (theme := colours().name) != "light" else {}
        return f"{self.site.prefix}/problems{f'?{urlencode(said)}' if said else ''}"

    def by_number(self, number: int) -> ResponseReturnValue:
        """The way to a problem by what people call it. Raises NotFound."""
        with self.hub.store.read() as session:
            id = numbered(session, number)
        return redirect(url_for(".problem", id=id, theme=request.args.get("theme")))

    def problem(self, id: str) -> str:
        """One problem, and the forms of who may work on it. Raises NotFound."""
        asked = OneProblem(id)
        view = self.hub.snapshot(Need(asks=frozenset({asked}))).answer(asked)
        issue = view.issue
        kpis = {kpi.key: kpi for kpi in issue.kpis}
        return render_template(
            "problem.html",
            title=f"Problem {issue.brief.number}: {issue.brief.title}",
            issue=issue,
            may_solve=self.site.may(Right.SOLVE, issue.brief.unit),
            outline=outline(issue.causes),
            said_then=said_then(issue.signal, kpis),
            state_words=STATE_WORDS,
            led_to=LED_TO,
            places=PLACES,
            mark=_mark,
            topics=sorted({*asked.topics(), *(f"kpi:{key}" for key in kpis)}),
            zone=ZoneInfo(view.time_zone),
            **offered(view),
            **self.site.layout(),
        )


def outline(causes: Sequence[CauseView]) -> tuple[Rung, ...]:
    """The causes, each followed by those behind it. One whose effect is not among them stands on
    top."""
    ids = {cause.id for cause in causes}
    behind: dict[str | None, list[CauseView]] = defaultdict(list)
    for cause in causes:
        behind[cause.parent if cause.parent in ids else None].append(cause)
    waiting = [(cause, 1) for cause in reversed(behind[None])]
    found = []
    while waiting:
        cause, level = waiting.pop()
        found.append((cause, min(level, DEEPEST)))
        waiting += [(why, level + 1) for why in reversed(behind[cause.id])]
    levels = [0, *(level for _, level in found), 0]
    beside = zip(found, levels, levels[2:], strict=False)
    return tuple(Rung(cause, level, before, after) for (cause, level), before, after in beside)


def _mark(kpi: KpiView | None) -> Markup | str:
    return mark_of(kpi, colours())


def _topics(asked: ProblemList, found: ProblemPage) -> list[str]:
    worst = (problem.worst for problem in found.problems)
    return sorted({*asked.topics(), *(f"kpi:{kpi.key}" for kpi in worst if kpi)})


def _sought(said: Mapping[str, str]) -> Sought:
    if strange := sorted(said.keys() - {*FILTERS, *OTHERS}):
        raise Invalid(f"{', '.join(strange)}: problems cannot be sought by that")
    return Sought(**{name: said.get(name, "").strip() for name in FILTERS})


def _page(said: str) -> int:
    if said and not re.fullmatch(r"[0-9]{1,6}", said):
        raise Invalid(f"page: {said!r} is not a number")
    return int(said or 1)
