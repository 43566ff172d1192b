"""Service months that can be tried out."""
