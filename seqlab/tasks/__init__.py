"""What is asked of a model, and what data must offer to be asked about."""
