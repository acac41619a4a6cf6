"""A package beside seqlab: a dataset of a third kind, a model and an encoding, a file each."""
