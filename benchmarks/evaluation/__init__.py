"""How well the product understands, all parts on one page: `python -m benchmarks.evaluation`."""
