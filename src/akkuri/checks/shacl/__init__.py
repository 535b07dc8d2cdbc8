"""Checks by shapes, and their results as sentences at a cell."""
