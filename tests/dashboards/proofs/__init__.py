"""Proofs over a whole demo city: every figure, every link, every subtree, every sum."""
