"""Tests of the problem board."""
