"""Fitting a model: device, batches, callbacks, progress."""
