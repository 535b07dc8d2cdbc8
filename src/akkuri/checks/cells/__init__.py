"""Checks of single cells and rows, before anything becomes RDF."""
