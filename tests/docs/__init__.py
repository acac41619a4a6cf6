"""Runs what the documentation says."""
