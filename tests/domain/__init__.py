"""Tests of hub.domain."""
