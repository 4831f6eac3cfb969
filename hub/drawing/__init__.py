"""The drawing kit: what scenes are made of, and the same on the wall and on paper.

``nodes``    node, group, label, scene: the only SVG there is; what it cannot hold raises Undrawable
``theme``    LIGHT and DARK colours; STATES, the one table of badges, words and looks; legend
``text``     width, wrap, fit: how words fall into lines, by stored font metrics
``marks``    badge, kpi_tile, kpi_panel, sparkline, chart, arrow, pill, pdca_wheel, legend_row ...
``printing`` to_png, to_pdf: imported by itself, since it alone needs Cairo
"""

from hub.drawing.marks import (
    Marker,
    arrow,
    arrow_head,
    badge,
    card,
    chart,
    flag_row,
    flag_width,
    issue_flag,
    kpi_panel,
    kpi_tile,
    legend_row,
    near_words,
    note_flag,
    pdca_wheel,
    pill,
    pill_width,
    problem_words,
    rounded,
    sparkline,
    tally,
)
from hub.drawing.nodes import Node, Undrawable, group, label, node, scene
from hub.drawing.text import fit, fits, width, wrap
from hub.drawing.theme import DARK, LIGHT, STATES, Look, State, Theme, legend, state_of, theme

__all__ = [
    "DARK",
    "LIGHT",
    "STATES",
    "Look",
    "Marker",
    "Node",
    "State",
    "Theme",
    "Undrawable",
    "arrow",
    "arrow_head",
    "badge",
    "card",
    "chart",
    "fit",
    "fits",
    "flag_row",
    "flag_width",
    "group",
    "issue_flag",
    "kpi_panel",
    "kpi_tile",
    "label",
    "legend",
    "legend_row",
    "near_words",
    "node",
    "note_flag",
    "pdca_wheel",
    "pill",
    "pill_width",
    "problem_words",
    "rounded",
    "scene",
    "sparkline",
    "state_of",
    "tally",
    "theme",
    "width",
    "wrap",
]
