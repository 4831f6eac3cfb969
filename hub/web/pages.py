"""The pages that people open: home, wall, board and desk. What they show comes from snapshots."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from markupsafe import Markup

from hub.domain import phrases
from hub.domain.periods import EXAMPLE, Frequency, parse
from hub.domain.problem import STATE_WORDS
from hub.domain.problem import Place as Raised
from hub.domain.rights import Right, holds
from hub.errors import NotFound
from hub.problem_board import Canvas
from hub.snapshot import desk
from hub.snapshot.problem_page import OneProblem
from hub.snapshot.questions import lints_of
from hub.snapshot.submissions import returns_view
from hub.snapshot.views import IssueBrief, KpiView, Need, Snapshot
from hub.web.pictures import mark_of, spark_of
from hub.web.problem_forms import offered
from hub.web.returns import TO_DO
from hub.web.scenes import BOARD, config, look, size
from hub.web.site import Site, colours
from hub.web.units import unit_rows

TOOL = "five_whys"
TITLE = 120  # characters of a problem's name


@dataclass(frozen=True)
class Place:
    """An address worth opening."""

    title: str
    href: str
    text: str = ""
    picture: str | None = None


@dataclass(frozen=True)
class Raising:
    """A problem that is about to be raised, as far as its KPI says it."""

    kpi: str
    title: str
    period: str
    place: str
    open: tuple[IssueBrief, ...] = ()  # what has been raised about it before


@dataclass(frozen=True)
class ListedIssue:
    """An open issue with the badge and the value of its first KPI."""

    brief: IssueBrief
    mark: Markup | str
    value: str


@dataclass(frozen=True)
class Owed:
    """How many figures a unit has something to do about; ``month`` is where to do it."""

    title: str
    period_title: str
    month: Mapping[str, str]
    due: int


def mount(blueprint: Blueprint, site: Site) -> None:
    pages = Pages(site)
    blueprint.add_url_rule("/", view_func=pages.home)
    blueprint.add_url_rule("/wall", view_func=pages.wall)
    blueprint.add_url_rule("/board", view_func=pages.board)
    blueprint.add_url_rule("/desk", view_func=pages.desk)


class Pages:
    """The views of one mounted hub."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.hub = site.hub

    def home(self) -> str:
        """Where to go: walls by unit and lens, the board, the desk, the API."""
        with self.hub.store.read() as session:
            units, lenses, teams = desk.units(session), desk.lenses(session), desk.teams(session)
        places = [
            (
                "Walls",
                [self._scene("strategy_map", f"{u.title}: strategy map", unit=u.key) for u in units]
                + [self._scene("scorecard", f"{u.title}: scorecard", unit=u.key) for u in units]
                + [self._scene("submissions", f"{u.title}: submissions", unit=u.key) for u in units]
                + [self._scene("kpq", f"{u.title}: key questions", unit=u.key) for u in units]
                + [self._scene("events", f"{u.title}: events", unit=u.key) for u in units]
                + [self._scene("plan", f"{u.title}: the plan", unit=u.key) for u in units]
                + [self._scene("programmes", f"{u.title}: programmes", unit=u.key) for u in units]
                + [self._scene("comparison", f"{u.title}: units", unit=u.key) for u in units]
                + [
                    self._scene("bottlenecks", f"{u.title}: bottlenecks", unit=u.key) for u in units
                ],
            ),
            ("Perspectives", [self._scene("lens_wall", x.title, lens=x.key) for x in lenses]),
            (
                "On paper",
                [self._scene("poster", f"{u.title}: poster", unit=u.key) for u in units]
                + [self._scene("leaflet", f"{u.title}: leaflet", unit=u.key) for u in teams],
            ),
            (
                "Work",
                [
                    Place(
                        "Problem board",
                        f"{self.site.prefix}/board",
                        "Find root causes, set countermeasures, name owners",
                    ),
                    Place(
                        "Problems",
                        f"{self.site.prefix}/problems",
                        "Find problems, and take each from triage to its end",
                    ),
                    Place(
                        "My countermeasures",
                        f"{self.site.prefix}/mine",
                        "What is due, what is to be checked, and calendars of it",
                    ),
                    Place("Desk", f"{self.site.prefix}/desk", "Enter figures, note KPIs"),
                    Place("Returns", f"{self.site.prefix}/returns", "Hand in what is due"),
                    Place(
                        "Review",
                        f"{self.site.prefix}/review",
                        "Challenge, accept, lock and restate what was handed in",
                    ),
                    Place(
                        "Uploads",
                        f"{self.site.prefix}/uploads",
                        "Hand in a whole pack as a workbook or CSV, previewed row by row",
                    ),
                    Place("Notes", f"{self.site.prefix}/notes", "All that was said about KPIs"),
                    Place(
                        "Events",
                        f"{self.site.prefix}/events",
                        "Releases, incidents and campaigns, on the charts of their KPIs",
                    ),
                    Place(
                        "Key questions",
                        f"{self.site.prefix}/questions",
                        "What must be known, and what we make of it",
                    ),
                    Place(
                        "Programmes",
                        f"{self.site.prefix}/programmes",
                        "How far programmes and projects are, and where to report it",
                    ),
                    Place(
                        "API",
                        f"{self.site.prefix}/api/v1/openapi.json",
                        "What can be asked of the hub, as OpenAPI 3.1",
                    ),
                ],
            ),
        ]
        places.insert(2, ("Screens", self._screens()))
        places.append(("Missing", [Place(m.name, "", m.reason) for m in self.hub.missing()]))
        shown = [(heading, rows) for heading, rows in places if rows]
        return self._render("home.html", "Performance hub", places=shown)

    def _screens(self) -> list[Place]:
        """What people use around paired screens, as far as they may."""
        actor, home = self.site.actor(), self.site.prefix
        displays = Place("Displays", f"{home}/displays", "Let screens in, see what they show")
        rooms = Place("Rooms", f"{home}/rooms", "Playlists, hours, and messages to the walls")
        remote = Place("Remote", f"{home}/remote", "Drive what a room shows, from a phone")
        people = Place("People", f"{home}/people", "Who can be known at a board by badge or PIN")
        found = [displays, people] if holds(actor, Right.ADMINISTER) else []
        return [*found, rooms, remote] if holds(actor, Right.DRIVE) else found

    def _scene(self, name: str, title: str, **about: str) -> Place:
        said = urlencode(about)
        theme = colours().name
        picture = f"{self.site.prefix}/scenes/{name}.svg?{said}&theme={theme}"
        href = f"{self.site.prefix}/wall?scene={name}&{said}&theme={theme}"
        return Place(title, href, "", picture)

    def wall(self) -> str:
        """One scene, full-screen; ``scene`` and what it is about come from the address."""
        name = request.args.get("scene") or "strategy_map"
        display = self.hub.displays[name]
        about = config(self.site, name, request.args)
        display(about)  # says at once what is wrong with the address
        src = f"{self.site.prefix}/scenes/{name}.svg?{urlencode(about)}"
        return self._render("wall.html", display.title, scene=name, src=src)

    def board(self) -> str:
        """Open problems, and one of them with its tool and countermeasures."""
        id = request.args.get("issue", "")
        snapshot = self.hub.snapshot(_on_board(id))
        briefs = snapshot.issue_lists["*"]
        if not id and briefs:
            return self._board(self.hub.snapshot(_on_board(briefs[0].id)), briefs[0].id)
        return self._board(snapshot, id)

    def _board(self, snapshot: Snapshot, id: str) -> str:
        view = snapshot.answer(OneProblem(id)) if id else None
        issue = view.issue if view else None
        briefs = snapshot.issue_lists["*"]
        with self.hub.store.read() as session:
            choices = desk.kpis(session)
        first = issue.kpis[0] if issue and issue.kpis else None
        width, height = size(request.args.get("size") or BOARD)
        canvas = Canvas(width, height, colours())
        tool = self.hub.tools[request.args.get("tool") or TOOL]
        drawn = self.hub.drawing_of(tool.name, issue, canvas, look()) if issue else None
        return self._render(
            "board.html",
            issue.brief.title if issue else "Problem board",
            issues=self._listed(briefs),
            issue=issue,
            tool=tool,
            tools=list(self.hub.tools),
            drawing=Markup(str(drawn)) if drawn else "",
            kpi_mark=mark_of(first, colours()),
            spark=spark_of(first, colours(), 400, 96),
            kpis=choices,
            words=STATE_WORDS,
            fingers=True,
            phrases=phrases.offered(self.hub.settings.phrases),
            raising=self._raising(),
            topics=sorted({"issues:*"} | ({f"issue:{id}"} if issue else set())),
            as_of=snapshot.as_of,
            zone=ZoneInfo(snapshot.time_zone),
            **(offered(view) if view else {}),
        )

    def _raising(self) -> Raising | None:
        """What the address wants a problem raised about. Raises NotFound for a KPI that is not
        there."""
        key, period = request.args.get("raise", ""), request.args.get("period", "")
        if not key:
            return None
        kpi = self.hub.snapshot(Need(kpis=frozenset({key}))).kpis.get(key)
        if kpi is None:
            raise NotFound(f"There is no KPI called {key!r}.")
        point = next((p for p in kpi.points if p.period == period), None)
        shown = kpi.format.show(point.value) if point else kpi.shown
        when = f", {parse(point.period).title}" if point else ""
        place = request.args.get("place", "")
        known = place if place in tuple(Raised) else ""
        title = f"{kpi.title}: {shown}{when}"[:TITLE]
        return Raising(kpi.key, title, point.period if point else "", known, kpi.issues)

    def _listed(self, briefs: Sequence[IssueBrief]) -> list[ListedIssue]:
        keys = frozenset(brief.kpis[0] for brief in briefs if brief.kpis)
        kpis = self.hub.snapshot(Need(kpis=keys)).kpis
        return [
            self._row(brief, kpis.get(brief.kpis[0]) if brief.kpis else None) for brief in briefs
        ]

    def _row(self, brief: IssueBrief, kpi: KpiView | None) -> ListedIssue:
        return ListedIssue(brief, mark_of(kpi, colours()), kpi.shown if kpi else "")

    def desk(self) -> str:
        """KPIs by unit and perspective, and one of them to enter figures for and to note."""
        key = request.args.get("kpi", "")
        with self.hub.store.read() as session:
            units = desk.units(session)
            sheet = desk.sheet(session, key) if key else ()
            expected = desk.next_period(session, key) if key else None
            oddities = 0 if key else sum(len(lints_of(session, u.key)) for u in units)
        need = Need(
            scorecards=frozenset(u.key for u in units), kpis=frozenset({key} if key else ())
        )
        snapshot = self.hub.snapshot(need)
        kpi = snapshot.kpis.get(key)
        if kpi and expected is None and kpi.frequency is not Frequency.LIVE:
            expected = " "  # the first figure: nobody can say of which period
        return self._render(
            "desk.html",
            kpi.title if kpi else "Desk",
            groups=list(_groups(snapshot, [u.key for u in units])),
            mark=lambda k: mark_of(k, colours()),
            behind=lambda k: unit_rows(k, colours()),
            kpi=kpi,
            kpi_mark=mark_of(kpi, colours()),
            spark=spark_of(kpi, colours(), 400, 96),
            period_hint=EXAMPLE[kpi.frequency] if kpi else None,
            topics=sorted(need.topics()),
            zone=ZoneInfo(snapshot.time_zone),
            sheet=sheet,
            next_period=expected,
            me=self.site.actor().id,
            owed=None if key else self._owed(),
            oddities=oddities,
        )

    def _owed(self) -> Owed | None:
        """What is due from the unit at hand for the last month; None where there is no unit."""
        with self.hub.store.read() as session:
            unit = self.site.home or desk.first_unit(session)
            if unit is None:
                return None
            view = returns_view(session, unit, "", self.hub.now(), in_full=False)
        due = sum(figure.state in TO_DO for figure in view.figures)
        month = {"unit": view.unit, "period": view.period}
        return Owed(view.title, view.period_title, month, due) if view.figures else None

    def _render(self, template: str, title: str, **context: Any) -> str:
        return render_template(template, title=title, **self.site.layout(), **context)


def _on_board(issue: str) -> Need:
    """All open problems, and the one that is worked on, if there is one."""
    asks = frozenset({OneProblem(issue)} if issue else ())
    return Need(issue_lists=frozenset({"*"}), asks=asks)


def _groups(snapshot: Snapshot, units: Iterable[str]) -> Iterable[tuple[str, str, list[KpiView]]]:
    for unit in units:
        card = snapshot.scorecards[unit]
        for perspective in card.perspectives:
            chosen: dict[str, KpiView] = {}
            for objective in card.objectives:
                if objective.perspective == perspective.key:
                    chosen |= {k.key: k for k in objective.kpis}
            if chosen:
                yield card.unit_title, perspective.title, list(chosen.values())
