"""Publish: one exporter per format, VoID and DCAT."""
