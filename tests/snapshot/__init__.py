"""Tests of hub.snapshot."""
