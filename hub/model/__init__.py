"""What is true: the tables, one module per subject. Importing this module knows them all."""

from hub.model.columns import Model, UtcTime
from hub.model.events import DatedEvent, DatedEventKpi
from hub.model.initiatives import Initiative, InitiativeObjective
from hub.model.kpis import Kpi, KpiLens, KpiObjective, Redefinition, Verdict
from hub.model.ledger import AuditEntry, Event, IdempotencyKey, Lease, LoadedItem, Topic
from hub.model.measurements import Measurement
from hub.model.meetings import Meeting
from hub.model.notes import Note, NoteEdit, Review
from hub.model.people import Person, Presence, Role
from hub.model.problems import (
    Cause,
    Countermeasure,
    Escalation,
    Issue,
    IssueCause,
    IssueKpi,
    IssueStep,
    Slip,
    StageReached,
    ToolAction,
    ToolLayout,
)
from hub.model.questions import KpqAnswer
from hub.model.strategy import (
    Lens,
    Link,
    MapNode,
    Objective,
    ObjectiveRollUp,
    Perspective,
    Scorecard,
    Unit,
)
from hub.model.submissions import Challenge, Override, Submission, SubmissionStep, Upload
from hub.model.walls import DisplayContact, Message, PairedDisplay, Pairing, Room

__all__ = [
    "AuditEntry",
    "Cause",
    "Challenge",
    "Countermeasure",
    "DatedEvent",
    "DatedEventKpi",
    "DisplayContact",
    "Escalation",
    "Event",
    "IdempotencyKey",
    "Initiative",
    "InitiativeObjective",
    "Issue",
    "IssueCause",
    "IssueKpi",
    "IssueStep",
    "Kpi",
    "KpiLens",
    "KpiObjective",
    "KpqAnswer",
    "Lease",
    "Lens",
    "Link",
    "LoadedItem",
    "MapNode",
    "Measurement",
    "Meeting",
    "Message",
    "Model",
    "Note",
    "NoteEdit",
    "Objective",
    "ObjectiveRollUp",
    "Override",
    "PairedDisplay",
    "Pairing",
    "Person",
    "Perspective",
    "Presence",
    "Redefinition",
    "Review",
    "Role",
    "Room",
    "Scorecard",
    "Slip",
    "StageReached",
    "Submission",
    "SubmissionStep",
    "ToolAction",
    "ToolLayout",
    "Topic",
    "Unit",
    "Upload",
    "UtcTime",
    "Verdict",
]
