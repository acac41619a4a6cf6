"""The experiment: a YAML file and overrides as one frozen, typed value."""
