"""People's own labelled texts: tables with a row for each, and folders with a file for each."""
