"""The version, in the one place that the build, the CLI and every run folder read."""

__version__ = "0.1.0"
