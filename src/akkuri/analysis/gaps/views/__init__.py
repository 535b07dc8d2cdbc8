"""The views of the gap analysis, one module each."""
