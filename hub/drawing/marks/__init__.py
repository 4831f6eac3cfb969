"""Marks: small drawings with a meaning, one to a module, each a pure function to a node."""

from hub.drawing.marks.arrow import arrow, arrow_head, rounded
from hub.drawing.marks.badge import badge
from hub.drawing.marks.card import card
from hub.drawing.marks.chart import Marker, chart
from hub.drawing.marks.event_mark import event_mark
from hub.drawing.marks.flags import (
    flag_row,
    flag_width,
    issue_flag,
    note_flag,
    problem_words,
)
from hub.drawing.marks.kpi_panel import kpi_panel, panel_type
from hub.drawing.marks.kpi_tile import common_value, is_spacious, kpi_tile, near_words
from hub.drawing.marks.legend_row import legend_row, legend_width, legend_word, tally
from hub.drawing.marks.limits import KINDS, kinds_shown
from hub.drawing.marks.pdca_wheel import pdca_wheel
from hub.drawing.marks.pill import pill, pill_width
from hub.drawing.marks.sparkline import sparkline
from hub.drawing.marks.variation import ICONS, icon, sign_words, signs

__all__ = [
    "ICONS",
    "KINDS",
    "Marker",
    "arrow",
    "arrow_head",
    "badge",
    "card",
    "chart",
    "common_value",
    "event_mark",
    "flag_row",
    "flag_width",
    "icon",
    "is_spacious",
    "issue_flag",
    "kinds_shown",
    "kpi_panel",
    "kpi_tile",
    "legend_row",
    "legend_width",
    "legend_word",
    "near_words",
    "note_flag",
    "panel_type",
    "pdca_wheel",
    "pill",
    "pill_width",
    "problem_words",
    "rounded",
    "sign_words",
    "signs",
    "sparkline",
    "tally",
]
