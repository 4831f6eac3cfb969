"""A plugin that breaks when it is imported."""

BROKEN = 1 / 0
