"""Beginnings that help people at the board to say what is asked, by the kind of question."""

from collections.abc import Mapping, Sequence

from hub.domain.strength import Strength

MEASURES = {
    Strength.STRONG: ("Make it impossible to", "Automate", "Remove the need for", "Redesign"),
    Strength.MEDIUM: ("Checklist for", "Show in the tool", "Take work off", "Double-check by"),
    Strength.WEAK: ("Standard for", "Train", "Remind"),
}
PHRASES: Mapping[str, Sequence[str]] = {
    "problem": ("Since", "At", "More than", "Fewer than", "Every time", "Only when"),
    "cause": (
        "No standard for",
        "Unclear who",
        "Waiting for",
        "Not trained in",
        "System does not",
        "Handed over late",
        "Information missing:",
        "Nobody checks",
        "Too many",
    ),
    "evidence": ("Seen at", "Counted:", "Data show", "Told by", "Not checked yet:"),
    "countermeasure": tuple(phrase for kind in Strength for phrase in MEASURES[kind]),
}


def offered(configured: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The phrases of each kind of question: those that are configured stand for the hub's own, and
    none at all for no offer."""
    known = {**PHRASES, **configured}
    return {kind: tuple(phrases) for kind, phrases in known.items() if phrases}
