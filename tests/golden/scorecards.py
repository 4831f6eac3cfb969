"""The scorecard files of the golden houses: how many objectives, units and initiatives, and how
long their names are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml

Part = dict[str, Any]
Named = Callable[[int], str]
TODAY = date(2026, 1, 14)
CROWN = {
    "unit": "crown",
    "title": "The whole",
    "units": [{"key": "crown", "title": "The Whole House", "short": "Whole"}],
    "perspectives": [{"key": "all", "title": "All"}],
    "map": [{"key": "vision", "kind": "vision", "title": "Public services that people trust"}],
}
SHORT = ("Cut waste", "Save time", "Fix it", "Learn")
SHORT_KPIS = ("Waste", "Days", "Fixed", "Skills")
USUAL = (
    "Collect the tax that is due", "Spend what we planned", "Deliver change on time",
    "Keep systems safe", "Run services people can rely on", "Put things right fast",
    "Get more for what we pay", "Make it easy to deal with us", "Answer at the first contact",
    "Know what customers need", "Treat people fairly", "Keep our promises", "Explain what we do",
    "Improve the quality of decisions", "Simplify our processes", "Use one set of records",
    "Work well with suppliers", "Retire what nobody uses", "Prevent errors before they happen",
    "Improve capability and professionalism of staff", "Help people to be well and at work",
    "Show how each job counts", "Grow leaders from within", "Share what we learn",
    "Provide strategic insight and innovation",
)  # fmt: skip
USUAL_KPIS = (
    "Tax collected", "Spending against budget", "Milestones met on time", "Systems up to standard",
    "Services available now", "Time to restore a service", "Savings by suppliers",
    "Ease of dealings", "Solved at the first contact", "Customers who feel known",
    "Complaints upheld", "Promises kept", "Letters rewritten", "Decisions changed on review",
    "Steps in a process", "Records matched", "Supplier service levels", "Systems retired",
    "Errors found", "Skills gained", "Working days lost", "People who see their part",
    "Posts filled from within", "Lessons used again", "Insight that leaders used",
)  # fmt: skip
VERBS = ("Provide", "Improve", "Maintain", "Deliver", "Strengthen", "Professionalise",
         "Re-establish", "Internationalise")  # fmt: skip
THINGS = (
    "strategic insight and innovation for everyone who relies on us",
    "counter-disinformation countermeasures", "the Telekommunikationsinfrastrukturverwaltung",
    "capability and professionalism of staff in every single one of our locations",
    "value for money from supplier relationships", "customers\u2019 information security standards",
    "interdepartmental misunderstandings", "live services that people can rely on, day and night",
    "the Rindfleischetikettierungs\u00fcberwachung", "line of sight from daily work to the vision",
    "cross-jurisdictional whistleblower-protection arrangements", "health and attendance",
    "the extent to which individuals and businesses pay the tax that is due",
    "business/customer/supplier/regulator communications", "budgets",
)  # fmt: skip
HOUSES = ("Live services", "Sourcing and contracts", "Business partners", "Finance and performance",
          "Service desk", "Data centres and networks", "Digital programmes",
          "Office of the Chief Information Officer")  # fmt: skip
MEASURES = ("percent", "count", "gbp_m", "minutes", "score")
STATES = ("green", "amber", "red", "green", "late", "red", "no_target", "green", "suppressed",
          "no_data", "amber", "red")  # fmt: skip


@dataclass(frozen=True)
class Shape:
    """What a house is like; ``figured`` ones have figures, notes and problems too."""

    name: str
    objectives: int
    perspectives: Sequence[tuple[str, str]]
    titled: Named
    measured: Named
    units: int
    initiatives: int
    figured: bool = True
    said: str = "It went well."
    months: int = 14  # of figures

    @property
    def kpis(self) -> list[str]:
        return [f"works.k{index}" for index in range(self.objectives)]

    @property
    def nodes(self) -> list[str]:
        return [f"works.n{index}" for index in range(self.objectives)]

    def unit(self, index: int) -> str:
        again = index // len(HOUSES)
        return f"{HOUSES[index % len(HOUSES)]} {again + 1}" if again else HOUSES[index]


def long(index: int) -> str:
    """The title of an objective, one of 120, that somebody could not bring to a point."""
    return f"{VERBS[index % 8]} {THINGS[index % 15]}"


FOUR = (("results", "Results"), ("customers", "Customers"), ("process", "Process"),
        ("people", "People"))  # fmt: skip
FIVE = (
    ("results", "Outcomes, outputs and organisational performance"),
    ("customers", "Customer-centricity and stakeholder relationships"),
    ("process", "Processes"), ("suppliers", "Supplier engagement and commissioning"),
    ("people", "Employee engagement, learning and growth"),
)  # fmt: skip
SAYING = "The knowledge articles for the new handset were late; 140 of them are retired since, and "
FEW = Shape("few", 4, FOUR, SHORT.__getitem__, SHORT_KPIS.__getitem__, 2, 1)
FULL = Shape("full", 25, FOUR, USUAL.__getitem__, USUAL_KPIS.__getitem__, 4, 6,
             said="First-time fix fell after the handset rollout in August.")  # fmt: skip
CROWDED = Shape("crowded", 120, FIVE, long, lambda i: f"Share of those who {long(i).lower()}",
                24, 30, said=SAYING * 3 + "nobody has misunderstood.", months=6)  # fmt: skip
BARE = Shape("bare", 25, FOUR, USUAL.__getitem__, USUAL_KPIS.__getitem__, 4, 6, figured=False)
EMPTY = Shape("empty", 0, FOUR, str, str, 0, 0, figured=False)
SHAPES = {shape.name: shape for shape in (FEW, FULL, CROWDED, BARE, EMPTY)}


def crown(shape: Shape) -> str:
    """The scorecard of the unit above: a vision, and goals where there are objectives."""
    goals = range(min(3, shape.objectives))
    titles = ("People pay the tax due", "Professional in all we do", "Easy to deal with")
    plan = [{"key": f"goal{n}", "kind": "plan_goal", "title": titles[n]} for n in goals]
    links = [{"from": f"goal{n}", "to": "vision"} for n in goals]
    return _text({**CROWN, "map": [*CROWN["map"], *plan], "links": links})


def works(shape: Shape) -> str:
    """The scorecard of the house itself."""
    return _text(
        {
            "unit": "works",
            "title": f"The {shape.name} scorecard",
            "vision": "Work that lasts",
            "units": list(_units(shape)),
            "perspectives": [{"key": key, "title": t} for key, t in shape.perspectives],
            "lenses": [{"key": "delivery", "title": "Delivery"}],
            "map": [*_programmes(shape), *_nodes(shape)],
            "links": list(_links(shape)),
            "objectives": list(_objectives(shape)),
            "kpis": [*_kpis(shape), *_total(shape)],
            "initiatives": list(_initiatives(shape)),
        }
    )


def _text(part: Part) -> str:
    return str(yaml.safe_dump(part, allow_unicode=True, sort_keys=False))


def _units(shape: Shape) -> Iterator[Part]:
    yield {"key": "works", "title": "The Works", "short": "Works", "parent": "crown",
           "director": "Director"}  # fmt: skip
    for index in range(shape.units):
        title = shape.unit(index)
        yield {"key": f"u{index}", "title": title, "short": title[:24], "parent": "works",
               "director": f"Director, {title}"}  # fmt: skip


def _band(shape: Shape, index: int) -> str:
    return shape.perspectives[index * len(shape.perspectives) // shape.objectives][0]


def _programmes(shape: Shape) -> Iterator[Part]:
    for index in range(min(4, shape.initiatives)):
        yield {"key": f"p{index}", "kind": "programme", "title": _initiative(shape, index)}


def _nodes(shape: Shape) -> Iterator[Part]:
    for index in range(shape.objectives):
        yield {"key": f"n{index}", "kind": "objective", "perspective": _band(shape, index),
               "title": shape.titled(index)}  # fmt: skip


def _links(shape: Shape) -> Iterator[Part]:
    """Up from band to band, then by the programmes to the goals; one in seven holds back."""
    step = max(1, shape.objectives // len(shape.perspectives))
    for index in range(0, shape.objectives, max(1, shape.objectives // 12)):
        sign = "-" if index % 7 == 6 else "+"
        above = f"n{index - step}" if index >= step else f"p{index % min(4, shape.initiatives)}"
        yield {"from": f"n{index}", "to": above, "sign": sign}
    for index in range(min(4, shape.initiatives)):
        yield {"from": f"p{index}", "to": f"crown.goal{index % 3}"}


def _objectives(shape: Shape) -> Iterator[Part]:
    for index in range(shape.objectives):
        question = f"How well do we do this: {shape.titled(index).lower()}?"
        yield {"key": f"o{index}", "title": shape.titled(index), "rolls_up_to": [f"n{index}"],
               "perspective": _band(shape, index),
               "kpqs": [{"key": "well", "question": question, "kpis": [f"k{index}"]}]}  # fmt: skip


def state(index: int) -> str:
    """What the figures of a KPI make of it."""
    return STATES[index % len(STATES)]


def target(index: int) -> float:
    return (90.0, 40.0, 18.5, 120.0, 4.0)[index % 5]


def _kpis(shape: Shape) -> Iterator[Part]:
    for index in range(shape.objectives):
        targets = [{"since": date(2024, 1, 1), "value": target(index)}]
        yield {
            "key": f"k{index}",
            "title": shape.measured(index),
            "objectives": [f"o{index}"],
            "purpose": "Shows whether people can work.",
            "measure": MEASURES[index % 5],
            "decimals": (1, 0, 1, 0, 1)[index % 5],
            "formula": "What was done in time, divided by all that was asked for.",
            "frequency": "month",
            "source": "Service desk records",
            "owner": f"Head of {HOUSES[index % 8]}",
            "delivered_by": "IT supplier (outsourced)",
            "lenses": ["delivery"],
            "targets": [] if state(index) == "no_target" else targets,
            "about_people": state(index) == "suppressed",
            "illustrative": index % 6 == 0,
        }


def _total(shape: Shape) -> Iterator[Part]:
    """A KPI that every unit has, and its total."""
    if not shape.units:
        return
    shared = {"title": shape.measured(0), "objectives": ["o0"], "owner": "Head of People"}
    yield {**shared, "key": "lost", "measure": "percent", "polarity": "lower",
           "frequency": "month", "totalling": "ratio", "lenses": ["delivery"],
           "targets": [{"since": date(2024, 1, 1), "value": 5}]}  # fmt: skip
    for index in range(shape.units):
        yield {**shared, "key": f"u{index}.lost", "unit": f"u{index}", "mandated_by": "lost",
               "targets": [{"since": date(2024, 1, 1), "value": 4 + index % 3}]}  # fmt: skip


def _initiative(shape: Shape, index: int) -> str:
    title = shape.titled((7 * index + 3) % shape.objectives)
    return f"{title} programme" if len(title) < 40 else title


def _initiatives(shape: Shape) -> Iterator[Part]:
    states = ("in_delivery", "green_lit", "in_delivery", "closed", "proposed", "stopped")
    for index in range(shape.initiatives):
        starts = TODAY - timedelta(days=60 + 30 * (index % 7))
        yield {
            "key": f"i{index}",
            "kind": "project" if index % 3 == 2 else "programme",
            "title": _initiative(shape, index),
            "owner": "Head of Change",
            "starts": starts,
            "ends": starts + timedelta(days=300),
            "state": states[index % 6],
            "node": f"p{index}" if index < 4 else None,
            "milestones": [
                {"title": f"Step {n + 1}", "due": due, "done": due if n <= index % 3 else None}
                for n, due in enumerate(starts + timedelta(days=40 + 60 * n) for n in range(4))
            ],
        }
