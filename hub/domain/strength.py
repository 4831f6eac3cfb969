"""How strong a countermeasure is: the action hierarchy of root cause analysis.

After the VA National Center for Patient Safety and RCA2 (Institute for Healthcare Improvement,
2015).
"""

from collections.abc import Iterable
from enum import StrEnum


class Strength(StrEnum):
    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


EXAMPLES = {
    Strength.STRONG: "makes the fault impossible: a forcing function, redesign, removal",
    Strength.MEDIUM: "helps people: a checklist, an aid in the software, less workload",
    Strength.WEAK: "asks people to take care: training, a policy, a warning",
}


def all_weak(strengths: Iterable[str]) -> bool:
    """Whether a plan leans on people's care alone; what nobody has rated does not count."""
    rated = [Strength(each) for each in strengths if each]
    return bool(rated) and all(each is Strength.WEAK for each in rated)
