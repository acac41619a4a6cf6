"""Sliding windows over a time series, its standardisation, its splits and its audit."""
