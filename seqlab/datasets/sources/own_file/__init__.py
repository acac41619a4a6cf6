"""What all files have in common that someone brings along."""
