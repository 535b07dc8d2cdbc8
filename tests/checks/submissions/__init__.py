"""Rows that people send."""
