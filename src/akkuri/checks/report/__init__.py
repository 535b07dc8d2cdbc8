"""Findings, and the forms in which they are told."""
