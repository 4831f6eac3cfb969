"""What can happen: every command of the hub, one module per subject.

The API, its OpenAPI document and the command line are made from ``COMMANDS``.
"""

from hub.commands.clock import MarkSilence
from hub.commands.command import COMMANDS, Answer, Command, Context, Route
from hub.commands.defining import EditKpi, RebaseLimits, SetTarget
from hub.commands.issues import AssignCountermeasure, MoveCountermeasure, RaiseIssue, UseTool
from hub.commands.measuring import Figure, KpiFigure, RecordFigures, RecordMeasurements
from hub.commands.notes import AddNote
from hub.commands.overriding import LiftOverride, OverrideStatus
from hub.commands.questions import AnswerKpq
from hub.commands.reviewing import (
    AcceptFigure,
    AcceptPack,
    ChallengeFigure,
    LockFigure,
    LockPack,
    RestateFigure,
    ReturnFigure,
)
from hub.commands.scorecards import LoadScorecard
from hub.commands.submitting import (
    AnswerChallenge,
    AwaitSupplier,
    NilReturn,
    SaveDraft,
    SubmitFigure,
)
from hub.commands.threads import EditNote, ReopenNote, ResolveNote, StampReview
from hub.commands.uploading import ApplyUpload, UploadPack

__all__ = [
    "COMMANDS",
    "AcceptFigure",
    "AcceptPack",
    "AddNote",
    "Answer",
    "AnswerChallenge",
    "AnswerKpq",
    "ApplyUpload",
    "AssignCountermeasure",
    "AwaitSupplier",
    "ChallengeFigure",
    "Command",
    "Context",
    "EditKpi",
    "EditNote",
    "Figure",
    "KpiFigure",
    "LiftOverride",
    "LoadScorecard",
    "LockFigure",
    "LockPack",
    "MarkSilence",
    "MoveCountermeasure",
    "NilReturn",
    "OverrideStatus",
    "RaiseIssue",
    "RebaseLimits",
    "RecordFigures",
    "RecordMeasurements",
    "ReopenNote",
    "ResolveNote",
    "RestateFigure",
    "ReturnFigure",
    "Route",
    "SaveDraft",
    "SetTarget",
    "StampReview",
    "SubmitFigure",
    "UploadPack",
    "UseTool",
]
