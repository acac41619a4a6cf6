"""Tables of labelled texts: read, split and encoded as a config says."""
