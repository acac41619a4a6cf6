"""The jobs that put the rooms together, each one function that reads from top to bottom."""
