"""Trained models in files that run without seqlab: a file for each format."""
