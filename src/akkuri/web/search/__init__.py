"""The search as pages, as an API and as tables."""
