"""Where the datasets come from: files (found, checked, cached) and generators of made-up data."""
