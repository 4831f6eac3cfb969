"""Figures as cells hold them: what is one beyond doubt, what is one with a remark, what is none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from statistics import median

from hub.domain.figures import Measure
from hub.errors import Invalid
from hub.uploads.cells import Cell, Kind

PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)  # 7,5 is not 75
CLOCK = re.compile(r"\d+(:[0-5]\d){1,2}", re.ASCII)
DASHES = str.maketrans({"\u2212": "-", "\u2013": "-"})
SIGNS = {Measure.PERCENT: "%", Measure.GBP_M: "m", Measure.GBP_BN: "bn"}  # behind a figure
MONEY = frozenset({Measure.GBP, Measure.GBP_M, Measure.GBP_BN})
WORDS = {
    Measure.PERCENT: "in per cent",
    Measure.GBP: "in pounds",
    Measure.GBP_M: "in millions of pounds",
    Measure.GBP_BN: "in billions of pounds",
}
NO_FIGURE = {
    Kind.FLAG: "{} is not a figure",
    Kind.ERROR: "{}: the formula has no result",
    Kind.UNCALCULATED: "the result of this formula is not in the file: open the file, let it "
    "calculate, save it, or put the figure itself there",
    Kind.DATE: "{} is a date, not a figure",
    Kind.TIME: "{} is a time of day, not a figure: write it as text or as a number",
}


@dataclass(frozen=True, slots=True)
class Amount:
    """``remark`` says how the cell was read where that is not plain to see."""

    value: float
    remark: str = ""


def amount(cell: Cell, measure: Measure) -> Amount:
    """The figure in a cell for a KPI of that measure. Raises Invalid, without the address."""
    if cell.kind in NO_FIGURE:
        raise Invalid(NO_FIGURE[cell.kind].format(cell.text))
    if cell.kind is Kind.TEXT:
        return _written(cell, measure)
    if cell.percent:
        return _percentage(cell, measure)
    return Amount(_finite(cell.text))


def _percentage(cell: Cell, measure: Measure) -> Amount:
    """A number that the sheet shows a hundred times larger, with a per cent sign behind it."""
    value = _hundredfold(_finite(cell.text))
    if measure is not Measure.PERCENT:
        raise Invalid(f"{value:g}% is a percentage, and this KPI is not measured in per cent")
    return Amount(value, f"The sheet shows {value:g}%, and so it is read.")


def _hundredfold(value: float) -> float:
    return float(Decimal(repr(value)) * 100)  # in decimals 0.286 is 28.6, and not 28.599999


def _finite(text: str) -> float:
    value = float(text)
    if not isfinite(value):
        raise Invalid(f"{text} is not a number that can be kept")
    return value


def _written(cell: Cell, measure: Measure) -> Amount:
    """A figure in text: ``1,204``, ``98.6%``, ``£18.2m``, ``13:59``."""
    bare = cell.text.replace(" ", "").translate(DASHES)
    if measure is Measure.SECONDS and CLOCK.fullmatch(bare):
        seconds = 0.0
        for part in bare.split(":"):
            seconds = seconds * 60 + int(part)
        return Amount(seconds, f"{cell.text} is read as {seconds:,g} seconds.")
    plain = _unsigned(bare, measure)
    if GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    elif not PLAIN.fullmatch(plain):
        raise Invalid(_not_one(cell.text, bare, measure))
    value = _finite(plain)
    return Amount(value, "" if plain == cell.text else f"{cell.text} is read as {value:,.15g}.")


def _unsigned(bare: str, measure: Measure) -> str:
    """Without the unit that this measure is written with, and with no other's."""
    sign = SIGNS.get(measure, "")
    if sign and bare.casefold().endswith(sign):
        bare = bare[: -len(sign)]
    return bare.replace("£", "", 1) if measure in MONEY else bare


def _not_one(text: str, bare: str, measure: Measure) -> str:
    shown = f"“{text[:60]}”"
    if re.fullmatch(r"[+-]?\d+,\d+", bare):
        return f"{shown} may be read in two ways: write a point before decimals"
    if re.fullmatch(r"[+-]?£?[\d.,]+(%|bn|k|m)?", bare.casefold()):
        return f"{shown} has a unit that is not this KPI's: give a plain number" + (
            f" {WORDS[measure]}" if measure in WORDS else ""
        )
    return f"{shown} is not a figure; leave the cell empty where there is none"


def misplaced(value: float, before: Sequence[float], percent: bool) -> str:
    """Why a percentage looks a hundred times too small or too large; empty where it does not.

    ``before`` are the last figures of the KPI; ``percent`` says that the cell was formatted as a
    percentage, since only then can a figure be a hundred times too large.
    """
    known = [each for each in before if each]
    if not known or not value:
        return ""
    usual = median(known)
    if 0 < abs(value) <= 1 and _nearer(_hundredfold(value), value, usual):
        return f"{value:g}% looks like a fraction: the last figures were about {usual:.3g}%"
    if percent and _nearer(value / 100, value, usual):
        return f"{value:g}% looks a hundred times too large: the last were about {usual:.3g}%"
    return ""


def _nearer(other: float, value: float, usual: float) -> bool:
    """Whether the one is within a factor of three of what is usual and the other is not."""
    return abs(other - usual) <= 2 * abs(usual) / 3 < abs(value - usual)
