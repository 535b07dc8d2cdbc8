"""Pages and API of the gaps: the matrix, its cells, an inquiry about them, and what if something existed."""
