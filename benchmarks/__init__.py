"""How fast the product is, measured: python -m benchmarks."""
