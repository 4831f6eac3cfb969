"""What is true: the tables, one module per subject. Importing this module knows them all."""

from hub.model.columns import Model, UtcTime
from hub.model.kpis import Kpi, KpiLens, KpiObjective, Verdict
from hub.model.ledger import AuditEntry, Event, IdempotencyKey, Lease, LoadedItem, Topic
from hub.model.measurements import Measurement
from hub.model.notes import Note
from hub.model.people import Person, Role
from hub.model.problems import Cause, Countermeasure, Issue, IssueCause, IssueKpi, ToolLayout
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

__all__ = [
    "AuditEntry",
    "Cause",
    "Countermeasure",
    "Event",
    "IdempotencyKey",
    "Issue",
    "IssueCause",
    "IssueKpi",
    "Kpi",
    "KpiLens",
    "KpiObjective",
    "Lease",
    "Lens",
    "Link",
    "LoadedItem",
    "MapNode",
    "Measurement",
    "Model",
    "Note",
    "Objective",
    "ObjectiveRollUp",
    "Person",
    "Perspective",
    "Role",
    "Scorecard",
    "ToolLayout",
    "Topic",
    "Unit",
    "UtcTime",
    "Verdict",
]
