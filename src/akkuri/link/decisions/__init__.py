"""Decisions on links: mapping sets, their review, their graphs."""
