"""Marks: small drawings with a meaning, one to a module, each a pure function to a node."""

from hub.drawing.marks.arrow import arrow, arrow_head, rounded
from hub.drawing.marks.badge import badge
from hub.drawing.marks.card import card
from hub.drawing.marks.chart import Marker, chart
from hub.drawing.marks.flags import flag_row, flag_width, issue_flag, note_flag, problem_words
from hub.drawing.marks.kpi_panel import kpi_panel
from hub.drawing.marks.kpi_tile import kpi_tile, near_words
from hub.drawing.marks.legend_row import legend_row, tally
from hub.drawing.marks.pdca_wheel import pdca_wheel
from hub.drawing.marks.pill import pill, pill_width
from hub.drawing.marks.sparkline import sparkline

__all__ = [
    "Marker",
    "arrow",
    "arrow_head",
    "badge",
    "card",
    "chart",
    "flag_row",
    "flag_width",
    "issue_flag",
    "kpi_panel",
    "kpi_tile",
    "legend_row",
    "near_words",
    "note_flag",
    "pdca_wheel",
    "pill",
    "pill_width",
    "problem_words",
    "rounded",
    "sparkline",
    "tally",
]
