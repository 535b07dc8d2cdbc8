"""Gap analysis: the frame, its cells, what they rest on and what an investment would change."""
