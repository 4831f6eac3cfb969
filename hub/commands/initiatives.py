"""Initiatives: people report how far a programme or project is, and which milestones are done."""

from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field

from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.notes import legible
from hub.domain.rights import Right
from hub.domain.visibility import touched
from hub.errors import Conflict, Invalid, NotFound
from hub.model import Initiative
from hub.snapshot.calendars import calendars

Said = Annotated[str, Field(max_length=1000), AfterValidator(lambda said: said and legible(said))]


class Reported(Answer):
    initiative: str
    complete: float
    on: date
    by: str
    version: int


@command
class ReportProgress(Command):
    """Report how much of an initiative is complete, in %, and the milestones that are done, each
    with its day (null: not done after all). What stood there before stays in the audit; a report
    that somebody else has been faster with than ``version`` is a conflict."""

    route: ClassVar[Route] = Route("/initiatives/{initiative}/progress")
    right: ClassVar[Right] = Right.RECORD

    initiative: str = Field(max_length=200)
    complete: float = Field(ge=0, le=100, description="In %.")
    words: Said = ""
    milestones: dict[Annotated[str, Field(max_length=80)], date | None] = Field({}, max_length=60)
    version: int = Field(ge=1, description="Of the initiative that the person saw.")

    def unit(self, context: Context) -> str:
        return self._row(context).unit_key

    def _row(self, context: Context) -> Initiative:
        row = context.session.get(Initiative, self.initiative)
        if row is None or row.retired:
            raise NotFound(f"There is no initiative called {self.initiative!r}.")
        return row

    def apply(self, context: Context) -> Reported:
        row, today = self._row(context), self._today(context)
        if row.version != self.version:
            about = f"\u201c{row.title}\u201d"
            raise Conflict(f"Somebody else has reported on {about} meanwhile: look at it again.")
        row.milestones = self._marked(row.milestones, today)
        row.progress = {
            "complete": self.complete,
            "reported": today.isoformat(),
            "by": context.actor.name,
            "words": self.words,
            "illustrative": False,
        }
        row.version += 1
        shown = [f"initiatives:{unit}" for unit in context.lineage(row.unit_key)]
        context.tell("progress_reported", *touched(shown, row.audience))
        return Reported(
            initiative=row.key,
            complete=self.complete,
            on=today,
            by=context.actor.name,
            version=row.version,
        )

    def _today(self, context: Context) -> date:
        return calendars(context.session)[self._row(context).unit_key].today(context.now)

    def _marked(self, milestones: list[Any], today: date) -> list[Any]:
        """The milestones with the days that are said."""
        known = {milestone["key"] for milestone in milestones}
        if strange := sorted(self.milestones.keys() - known):
            raise Invalid(f"milestones: there is none called {', '.join(strange)}")
        if any(done and done > today for done in self.milestones.values()):
            raise Invalid("milestones: none is done on a day that is still to come")
        return [{**each, "done": self._done(each)} for each in milestones]

    def _done(self, milestone: dict[str, Any]) -> str | None:
        done = self.milestones.get(milestone["key"], milestone["done"])
        return done.isoformat() if isinstance(done, date) else done
