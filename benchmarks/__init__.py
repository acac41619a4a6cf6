"""What seqlab's speed is measured against, and how: `python -m benchmarks`, see README.md."""
