"""What the analyses compute with, and how it is read from a graph."""
