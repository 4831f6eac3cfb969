"""Notes of the week: what people wrote on the KPIs of a unit and below it, open questions first."""

from pydantic import Field

from hub.displays import Audience, Display, Frame, Need, Settings, Snapshot
from hub.displays.noted_card import NotedCard
from hub.displays.paging import TURNED, part_of
from hub.displays.stack import Stack
from hub.displays.surround import Surround, notice, without_secrets
from hub.drawing import Node
from hub.snapshot.week_notes import WeekNotes, WeekView

ACROSS = 860.0  # px that a card takes at least
WEEK = 7


class NotesOfTheWeek(Display):
    """Each KPI that something was said of, with who said what and when."""

    name = "notes_week"
    title = "Notes of the week"

    class Config(Settings):
        unit: str
        days: int = Field(WEEK, ge=1, le=92)
        page: int = Field(1, ge=1)

    def needs(self, frame: Frame, audience: Audience) -> Need:
        return Need(asks=frozenset({self._ask}))

    @property
    def _ask(self) -> WeekNotes:
        return WeekNotes(self.config.unit, self.config.days)

    def draw(self, snapshot: Snapshot, frame: Frame) -> Node:
        view = snapshot.answer(self._ask)
        snapshot = view.house.told(snapshot)
        least, across = NotedCard.least(frame.zoom), ACROSS * frame.zoom
        every = [without_secrets(noted.kpi) for noted in view.kpis]
        doubted = frozenset({"challenged"} if any(n.asked for n in view.kpis) else ())
        blank = Surround(
            snapshot,
            frame,
            self.title,
            "",
            every,
            TURNED,
            counted=False,
            signed=False,
            also=doubted,
        )
        part = part_of(view.kpis, Stack(blank.box, least, across).most, self.config.page)
        shown = [without_secrets(noted.kpi) for noted in part.items]
        surround = Surround(
            snapshot,
            frame,
            f"{_span(view.days)}: {view.unit_title}",
            told(view),
            shown,
            part.page.words,
            counted=False,
            signed=False,
            also=doubted,
            page=part.page,
        )
        if not part.items:
            words = f"Nobody wrote a note on a KPI in the last {view.days} days."
            return surround.scene(notice(words, frame, surround.box))
        stack = Stack(surround.box, least, across)
        cards = (
            NotedCard(noted, snapshot, frame.theme, surround.words, box, frame.zoom).drawn()
            for noted, box in zip(part.items, stack.cells(len(part.items)), strict=True)
        )
        return surround.scene(*cards)


def _span(days: int) -> str:
    return "Notes of the week" if days == WEEK else f"Notes of the last {days} days"


def told(view: WeekView) -> str:
    """``12 threads on 5 KPIs \u00b7 2 questions not answered``."""
    if not view.kpis:
        return ""
    threads = sum(len(noted.threads) for noted in view.kpis)
    said = [f"{_count(threads, 'thread')} on {_count(len(view.kpis), 'KPI')}"]
    asked = sum(noted.asked for noted in view.kpis)
    said += [f"{_count(asked, 'question')} not answered"] if asked else []
    return " \u00b7 ".join(said)


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
