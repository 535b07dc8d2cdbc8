"""Checks: SHACL, OWL and query checks, and their findings as sentences at a cell."""
