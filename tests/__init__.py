"""Tests of the hub. ``python3 -m tests`` runs them all."""
