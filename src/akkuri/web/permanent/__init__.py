"""Answers by release: their permanent addresses, and the releases that are opened on demand."""
