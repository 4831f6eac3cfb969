"""What can happen: every command of the hub, one module per subject.

The API, its OpenAPI document and the command line are made from ``COMMANDS``.
"""

from hub.commands.clock import MarkSilence
from hub.commands.command import COMMANDS, Answer, Command, Context, Route
from hub.commands.issues import AssignCountermeasure, MoveCountermeasure, RaiseIssue, UseTool
from hub.commands.measuring import Figure, KpiFigure, RecordFigures, RecordMeasurements
from hub.commands.notes import AddNote
from hub.commands.scorecards import LoadScorecard

__all__ = [
    "COMMANDS",
    "AddNote",
    "Answer",
    "AssignCountermeasure",
    "Command",
    "Context",
    "Figure",
    "KpiFigure",
    "LoadScorecard",
    "MarkSilence",
    "MoveCountermeasure",
    "RaiseIssue",
    "RecordFigures",
    "RecordMeasurements",
    "Route",
    "UseTool",
]
