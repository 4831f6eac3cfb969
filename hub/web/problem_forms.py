"""What the forms of a problem offer and say, at the desk and at the board (problem_forms.html)."""

from datetime import timedelta

from hub.commands.problem_steps import TOP_TIER
from hub.domain.explanation import exact
from hub.domain.problem import Stage
from hub.domain.strength import EXAMPLES, Strength, all_weak
from hub.snapshot.problem_page import ProblemView
from hub.web.problem_words import RESULTS, SEVERITIES, offers


def offered(view: ProblemView) -> dict[str, object]:
    """By name, for the templates:

    offers      steps that the problem can take, the next one first (Offer)
    all_weak    whether its countermeasures lean on people's care alone
    results, severities  words by result, severity
    strengths   (strength, examples); stages (stage, word)
    expected    what a countermeasure is to bring, by its id; plain(number) -> text for a field
    tomorrow    the first day that lies ahead
    top_tier    the tier above which there is none
    """
    return {
        "view": view,
        "offers": offers(view.standing),
        "all_weak": all_weak(measure.strength for measure in view.issue.countermeasures),
        "results": RESULTS,
        "severities": SEVERITIES,
        "strengths": tuple((strength.value, EXAMPLES[strength]) for strength in Strength),
        "stages": tuple((stage.value, stage.value.title()) for stage in Stage),
        "expected": _expected(view),
        "tomorrow": view.today + timedelta(days=1),
        "top_tier": TOP_TIER,
        "plain": lambda value: format(value, ".12g"),
    }


def _expected(view: ProblemView) -> dict[str, str]:
    """What is expected of each countermeasure, in words."""
    figures = {figure.key: figure for figure in view.figures}
    found = {}
    for measure in view.issue.countermeasures:
        figure = figures.get(measure.effect_kpi)
        if figure is not None and measure.predicted is not None:
            found[measure.id] = f"{figure.title} at {exact(figure.format, measure.predicted)}"
        elif figure is not None:
            found[measure.id] = figure.title
    return found
