"""Where things are kept: one database, two engines, one writer at a time, nothing half written."""

from hub.store.engine import Store

__all__ = ["Store"]
