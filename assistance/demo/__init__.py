"""1+1 that can be tried out."""
