"""Texts to what a model sees: words, vocabularies, encodings, vectors."""
