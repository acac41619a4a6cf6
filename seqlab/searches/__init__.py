"""Searches: the settings of an experiment that work best, found by trying, and how sure that is."""
