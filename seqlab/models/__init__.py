"""Models: a file per family, found by its kind."""
