"""The layers of `model.kind: layers`: Keras's own, by their names and with their arguments."""
