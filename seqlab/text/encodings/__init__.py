"""How texts become what a model sees: a file per encoding."""
