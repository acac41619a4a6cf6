"""Results as pages of HTML, a file each that needs nothing else."""
