"""Drills: what a hub must come through, tried on real processes."""
