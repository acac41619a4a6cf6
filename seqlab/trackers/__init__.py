"""Where finished runs are sent: a file per tracker, found by its kind."""
