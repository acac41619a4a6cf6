"""From tables to windows: splits, what is left out, what is told, and what lies ahead of series."""
