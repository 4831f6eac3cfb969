"""Attendance: the two rates of the employee lens, and the measures that have no place on a wall.

Rates are about groups. A measure of individuals, such as the Bradford factor, is never a KPI
(domain.md section 12), however its title or formula spells it.
"""

import re
import unicodedata
from difflib import SequenceMatcher
from math import isfinite

from hub.errors import Invalid

# A Bradford factor by any name is refused. The other nouns make one of "Bradford" only where
# absence is the subject, as there are offices in Bradford, and their scores.
NOUNS = r"(?:scor(?:e|es|ing)|points?|ind(?:ex|ices|exes)|formulae?|formulas|scales?|ratings?)"
ATTENDANCE = re.compile(r"\b(?:absen\w+|sick\w*|days lost|hr)\b")
PEOPLE = r"(?:employees?|persons?|people|members? of staff|staff|workers?|colleagues?|individuals?)"
ONE = r"(?:each|every|an?|one|single|individual|named)"
AWAY = r"(?:sickness|absence|absenteeism|attendance)"
MARK = r"(?:scores?|points|ratings?|rank(?:s|ings?)?|league tables?)"
LIKENESS = 0.82  # one letter wrong, missing, too many or changed over in "Bradford"

# A formula in words comes down to the letters of the usual one: spells, days, and signs.
SPELLS = re.compile(
    r"(?:the )?(?:total )?(?:number of )?(?:(?:separate|sickness|sick|absence) )*"
    rf"\b(?:spells?|episodes?|occasions?|instances?|absences|e)\b(?: of {AWAY})?"
)
DAYS = re.compile(
    r"(?:the )?(?:total )?(?:number of )?(?:working )?\bdays?\b(?: (?:lost|absent|off|of absence))?"
)
SPELLS_SQUARED = re.compile(
    r"\b(?:[se] ?x ?[se] ?x ?d|d ?x ?[se] ?x ?[se]|s2 ?x? ?d|[se] ?squared x? ?d"
    r"|square of s x d|d x s ?squared|d x square of s)\b"
)
PERSONAL_MARK = re.compile(
    rf"\b(?:individual|named|per person|personal) (?:\w+ )?{AWAY} (?:\w+ )?{MARK}\b"
    rf"|\b{AWAY} (?:\w+ )?{MARK} (?:\w+ )?(?:per|(?:per|by|of|for) {ONE}) {PEOPLE}\b"
    rf"|\b{MARK} (?:of|by) (?:{ONE} )?{PEOPLE} (?:by|for|on|of) (?:\w+ )?{AWAY}\b"
    rf"|\b{AWAY}(?: \w+)? (?:by|of|for) (?:named|individual) {PEOPLE}\b"
)


def working_days_lost_per_fte(days_lost: float, average_fte: float) -> float:
    """Average working days lost, in days per full-time equivalent.

    Raises Invalid for days below zero, or an average that is not above it.
    """
    return _amount("the working days lost", days_lost) / _whole("the average FTE", average_fte)


def lost_time_rate(absent: float, possible: float) -> float:
    """Percent of the possible time that was lost; both in days, or both in hours.

    Raises Invalid for absence below zero or over what was possible, or nothing possible.
    """
    lost = _amount("the time lost to absence", absent)
    whole = _whole("the possible working time", possible)
    if lost > whole:
        raise Invalid(f"more time was lost ({absent:g}) than could be worked ({possible:g})")
    return lost / whole * 100


def _amount(name: str, value: float) -> float:
    if not isfinite(value):
        raise Invalid(f"{name} must be a number")
    if value < 0:
        raise Invalid(f"{name} cannot be below zero ({value:g})")
    return value


def _whole(name: str, value: float) -> float:
    if _amount(name, value) == 0:
        raise Invalid(f"{name} is zero, so there is no rate")
    return value


def why_individual(title: str, formula: str = "") -> str | None:
    """Why this measure is about individuals, so cannot be a KPI; None where it is not.

    The sentence is for whoever reads in a scorecard. Averages per head of a group are fine.
    """
    near = [_plain(title), _plain(formula)]
    if any(_is_bradford(text, " ; ".join(near)) for text in near):
        found = "is a Bradford factor, which marks individuals"
    elif any(_squares_spells(text) for text in near):
        found = "multiplies spells by spells by days, as the Bradford factor does for individuals"
    elif any(PERSONAL_MARK.search(text) for text in near):
        found = "marks the attendance of individuals"
    else:
        return None
    return (
        f"\u201c{title}\u201d {found}; "
        "a KPI is about a group, such as working days lost per full-time equivalent"
    )


def _plain(text: str) -> str:
    """Small letters, one sign for "times", single spaces; what ends a clause is a word, ";"."""
    text = re.sub(r"\u00b2|\^ *2|\*\* *2", " squared ", text)
    text = unicodedata.normalize("NFKD", text).casefold()
    text = re.sub(
        r"[\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f'\u2018\u2019\"\u201c\u201d]", "", text
    )
    text = re.sub(r"[*\u00d7\u00b7\u2022\u2219\u22c5\u2217\u2715\u2a09]", " x ", text)
    text = re.sub(r"\b(?:multiplied by|times)\b", "x", text)
    text = re.sub(r"[:;,.!?/]+", " ; ", text)
    return " ".join(re.sub(r"[^\w;]|_", " ", text).split())


def _squares_spells(text: str) -> bool:
    return bool(SPELLS_SQUARED.search(DAYS.sub("d", SPELLS.sub("s", text))))


def _is_bradford(text: str, context: str) -> bool:
    words = text.replace("brad ford", "bradford").split()
    for at, name in enumerate(words):
        glued = re.fullmatch(r"(\w+?)factors?", name)
        if glued and _like_bradford(glued[1]):
            return True
        if _like_bradford(name) and _marks(" ".join(words[at + 1 :]), at == 0, context):
            return True
    return False


def _like_bradford(word: str) -> bool:
    if word in ("bf", "bradfords"):
        return True
    return word.startswith("b") and SequenceMatcher(None, word, "bradford").ratio() > LIKENESS


def _marks(rest: str, alone: bool, context: str) -> bool:
    """Whether what follows the name makes a measure of it."""
    if re.match(rf"(?:{AWAY} )?factors?\b", rest):
        return True
    if alone and re.fullmatch(NOUNS, rest):
        return True
    return bool(re.match(rf"(?:{AWAY} )?{NOUNS}\b", rest) and ATTENDANCE.search(context))
