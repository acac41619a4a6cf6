"""Suites: many experiments beside their published values, and the claims made about them."""
