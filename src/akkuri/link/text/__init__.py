"""Linking of free text: affiliations to the organisations they name."""
