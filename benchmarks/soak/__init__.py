"""Runs, configs and files mistreated at length: what `make soak` does."""
