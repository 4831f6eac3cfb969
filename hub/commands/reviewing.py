"""Reviewing: what the performance team does with the figures that were submitted."""

from collections.abc import Iterable
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from hub.commands.command import Answer, Command, Context, Route, command
from hub.commands.measuring import aloud, kpis_by_key
from hub.commands.notes import Id, Words
from hub.commands.submission import Case, OnSubmission, Stepped, cases, tell
from hub.commands.submitting import PATH, WithFigure
from hub.domain import submission
from hub.domain.periods import Frequency, fitting
from hub.domain.rights import Right
from hub.domain.submission import RIGHT, Reason, Step, pack_period
from hub.errors import Conflict, HubError, Invalid
from hub.model import Challenge, Kpi

MOST = 500


@command
class ReturnFigure(OnSubmission):
    """Give a figure back to its unit, with the reason."""

    route: ClassVar[Route] = Route(f"{PATH}/return", status=200)
    right: ClassVar[Right] = RIGHT[Step.RETURN]

    reason: Words

    def apply(self, context: Context) -> Stepped:
        done = self.case(context).take(context, Step.RETURN, {"reason": self.reason})
        self.tell(context, Step.RETURN)
        return done


@command
class ChallengeFigure(OnSubmission):
    """Question a submitted figure: it is hatched on the walls until the unit has answered."""

    route: ClassVar[Route] = Route(f"{PATH}/challenge")
    right: ClassVar[Right] = RIGHT[Step.CHALLENGE]

    question: Words
    code: Reason
    id: Id

    def apply(self, context: Context) -> Stepped:
        case = self.case(context)
        said = {"question": self.question, "code": self.code.value}
        done = case.take(context, Step.CHALLENGE, said)
        if context.session.get(Challenge, str(self.id)) is not None:
            raise Conflict("There is a challenge with this id already.")
        context.session.add(self._challenge(context, case))
        context.session.flush()
        self.tell(context, Step.CHALLENGE)
        return done

    def _challenge(self, context: Context, case: Case) -> Challenge:
        made = submission.challenge(self.question, self.code, case.today, case.calendar.division)
        return Challenge(
            id=str(self.id),
            kpi_id=case.kpi.id,
            period=case.period.text,
            question=made.question,
            code=made.code.value,
            due=made.due,
            by_id=context.actor.id,
            by=context.actor.name,
            at=context.now,
        )


@command
class AcceptFigure(OnSubmission):
    """Accept a submitted figure, or a nil return."""

    route: ClassVar[Route] = Route(f"{PATH}/accept", status=200)
    right: ClassVar[Right] = RIGHT[Step.ACCEPT]

    def apply(self, context: Context) -> Stepped:
        done = self.case(context).take(context, Step.ACCEPT)
        self.tell(context, Step.ACCEPT)
        return done


@command
class LockFigure(OnSubmission):
    """Lock an accepted figure: from then on it can only be restated."""

    route: ClassVar[Route] = Route(f"{PATH}/lock", status=200)
    right: ClassVar[Right] = RIGHT[Step.LOCK]

    def apply(self, context: Context) -> Stepped:
        done = self.case(context).take(context, Step.LOCK)
        self.tell(context, Step.LOCK)
        return done


@command
class RestateFigure(WithFigure):
    """Put another figure in the place of a locked one, with the reason; the old one is kept."""

    route: ClassVar[Route] = Route(f"{PATH}/restate")
    right: ClassVar[Right] = RIGHT[Step.RESTATE]

    reason: Words

    def apply(self, context: Context) -> Stepped:
        if not self.numbers:
            raise Invalid("Give the figure that takes the place of the old one.")
        case = self.case(context)
        submission.step(case.state, Step.RESTATE)
        case.record(context, self.figure(self.numbers, self.reason[:2000]), restating=True)
        done = case.take(context, Step.RESTATE, {"reason": self.reason})
        self.tell(context, Step.RESTATE)
        return done


class PackRow(BaseModel):
    """One figure of a pack, as it was seen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kpi: str = Field(max_length=200)
    version: int


class Packed(Answer):
    items: tuple[Stepped, ...]


class OnPack(Command):
    """One step of many figures of a unit and what is below it, all or nothing.

    ``period`` is a month: the figures are those of the periods that end with it.
    """

    taken: ClassVar[Step]

    unit_key: str = Field(alias="unit", max_length=200)
    period: str
    rows: tuple[PackRow, ...] = Field(min_length=1, max_length=MOST)

    def unit(self, context: Context) -> str:
        return self.unit_key

    def apply(self, context: Context) -> Packed:
        kpis = self._kpis(context)
        month = fitting(self.period, Frequency.MONTH, "A pack")
        wanted, faults = list[tuple[Kpi, str]](), list[str]()
        for row in self.rows:
            period = pack_period(Frequency(kpis[row.kpi].frequency), month)
            if period is None:
                faults.append(f"{row.kpi}: no figure of it belongs to {month.title}")
            else:
                wanted.append((kpis[row.kpi], period))
        self._refuse(faults)
        done = self._take(context, cases(context, wanted))
        tell(context, self.taken, kpis.values())
        return Packed(items=done)

    def _kpis(self, context: Context) -> dict[str, Kpi]:
        """The KPIs by key, all within the unit: the right was asked for there."""
        keys = [row.kpi for row in self.rows]
        known = kpis_by_key(context, set(keys))
        inside = {
            unit: self.unit_key in context.lineage(unit)
            for unit in {kpi.unit_key for kpi in known.values()}
        }
        faults = [
            f"{key}: there is no such KPI in {self.unit_key}"
            for key in keys
            if key not in known or not inside[known[key].unit_key]
        ]
        faults += [f"{key}: stands here twice" for key in sorted(set(keys)) if keys.count(key) > 1]
        self._refuse(faults)
        return known

    def _take(self, context: Context, found: Iterable[Case]) -> tuple[Stepped, ...]:
        done, faults = list[Stepped](), list[str]()
        outrun = False
        for row, case in zip(self.rows, found, strict=True):
            try:
                case.demand(row.version)
                done.append(case.take(context, self.taken))
            except HubError as error:
                outrun |= isinstance(error, Conflict)
                faults.append(f"{row.kpi}: {error.message}")
        self._refuse(faults, Conflict if outrun else Invalid)
        return tuple(done)

    def _refuse(self, faults: list[str], error: type[HubError] = Invalid) -> None:
        if faults:
            raise error(*aloud(faults))


@command
class AcceptPack(OnPack):
    """Accept several submitted figures of a unit at once, all or nothing."""

    route: ClassVar[Route] = Route("/units/{unit}/packs/{period}/accept", status=200)
    right: ClassVar[Right] = RIGHT[Step.ACCEPT]
    taken: ClassVar[Step] = Step.ACCEPT


@command
class LockPack(OnPack):
    """Lock several accepted figures of a unit at once, all or nothing."""

    route: ClassVar[Route] = Route("/units/{unit}/packs/{period}/lock", status=200)
    right: ClassVar[Right] = RIGHT[Step.LOCK]
    taken: ClassVar[Step] = Step.LOCK
