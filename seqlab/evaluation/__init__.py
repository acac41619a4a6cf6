"""Baselines and metrics in original units."""
