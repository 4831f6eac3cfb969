"""Tests of hub.connectors."""
