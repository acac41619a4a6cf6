"""The command line: a file per command, which parses, calls and prints."""
