"""Datasets: a file per dataset, found by its kind."""
