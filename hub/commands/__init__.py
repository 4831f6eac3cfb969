"""What can happen: every command of the hub, one module per subject.

The API, its OpenAPI document and the command line are made from ``COMMANDS``.
"""

from hub.commands.clock import MarkEvents, MarkSilence
from hub.commands.command import COMMANDS, Answer, Command, Context, Route
from hub.commands.countermeasures import (
    AssignCountermeasure,
    EditCountermeasure,
    MoveCountermeasure,
)
from hub.commands.defining import EditKpi, RebaseLimits, SetTarget
from hub.commands.effects import CheckEffect, MarkChecks
from hub.commands.events import CorrectEvent, RecordEvent, WithdrawEvent
from hub.commands.initiatives import ReportProgress
from hub.commands.issues import RaiseIssue, UseTool
from hub.commands.measuring import Figure, KpiFigure, RecordFigures, RecordMeasurements
from hub.commands.meetings import RecordMeeting, WithdrawMeeting
from hub.commands.messages import PostMessage, WithdrawMessage
from hub.commands.notes import AddNote
from hub.commands.opening import CloseRoom, NewRoom, OpenRoom
from hub.commands.overriding import LiftOverride, OverrideStatus
from hub.commands.pairing import (
    ApprovePairing,
    CollectCredential,
    EditDisplay,
    IdentifyDisplay,
    ReloadDisplay,
    RenewCredential,
    ReportDisplay,
    RequestPairing,
    RevokeDisplay,
)
from hub.commands.people import (
    AddPerson,
    Leave,
    Recognise,
    RenamePerson,
    RetirePerson,
    SetBadge,
    SetPin,
    TryPin,
)
from hub.commands.problem_steps import (
    AdvanceIssue,
    AnswerEscalation,
    CloseIssue,
    EditIssue,
    EscalateIssue,
    MergeIssue,
    ParkIssue,
    ReopenIssue,
    TriageIssue,
)
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
from hub.commands.rooms import (
    MarkReds,
    PauseRoom,
    ReleaseRoom,
    ResumeRoom,
    SetRoom,
    ShowLens,
    ShowScene,
    TurnRoom,
)
from hub.commands.scorecards import LoadScorecard
from hub.commands.slips import CloseSlip, OpenSlip, WriteOnSlip
from hub.commands.submitting import (
    AnswerChallenge,
    AwaitSupplier,
    NilReturn,
    SaveDraft,
    SubmitFigure,
)
from hub.commands.threads import EditNote, ReopenNote, ResolveNote, StampReview
from hub.commands.triggering import RaiseTriggered
from hub.commands.undoing import UndoAction
from hub.commands.uploading import ApplyUpload, UploadPack

__all__ = [
    "COMMANDS",
    "AcceptFigure",
    "AcceptPack",
    "AddNote",
    "AddPerson",
    "AdvanceIssue",
    "Answer",
    "AnswerChallenge",
    "AnswerEscalation",
    "AnswerKpq",
    "ApplyUpload",
    "ApprovePairing",
    "AssignCountermeasure",
    "AwaitSupplier",
    "ChallengeFigure",
    "CheckEffect",
    "CloseIssue",
    "CloseRoom",
    "CloseSlip",
    "CollectCredential",
    "Command",
    "Context",
    "CorrectEvent",
    "EditCountermeasure",
    "EditDisplay",
    "EditIssue",
    "EditKpi",
    "EditNote",
    "EscalateIssue",
    "Figure",
    "IdentifyDisplay",
    "KpiFigure",
    "Leave",
    "LiftOverride",
    "LoadScorecard",
    "LockFigure",
    "LockPack",
    "MarkChecks",
    "MarkEvents",
    "MarkReds",
    "MarkSilence",
    "MergeIssue",
    "MoveCountermeasure",
    "NewRoom",
    "NilReturn",
    "OpenRoom",
    "OpenSlip",
    "OverrideStatus",
    "ParkIssue",
    "PauseRoom",
    "PostMessage",
    "RaiseIssue",
    "RaiseTriggered",
    "RebaseLimits",
    "Recognise",
    "RecordEvent",
    "RecordFigures",
    "RecordMeasurements",
    "RecordMeeting",
    "ReleaseRoom",
    "ReloadDisplay",
    "RenamePerson",
    "RenewCredential",
    "ReopenIssue",
    "ReopenNote",
    "ReportDisplay",
    "ReportProgress",
    "RequestPairing",
    "ResolveNote",
    "RestateFigure",
    "ResumeRoom",
    "RetirePerson",
    "ReturnFigure",
    "RevokeDisplay",
    "Route",
    "SaveDraft",
    "SetBadge",
    "SetPin",
    "SetRoom",
    "SetTarget",
    "ShowLens",
    "ShowScene",
    "StampReview",
    "SubmitFigure",
    "TriageIssue",
    "TryPin",
    "TurnRoom",
    "UndoAction",
    "UploadPack",
    "UseTool",
    "WithdrawEvent",
    "WithdrawMeeting",
    "WithdrawMessage",
    "WriteOnSlip",
]
