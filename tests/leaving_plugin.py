"""A plugin that tries to take the process with it."""

raise SystemExit(3)
