"""Reviews to integer sequences: tokens, vocabularies, padding."""
