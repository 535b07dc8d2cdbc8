"""Pages and files of the release: front page, catalogue, downloads, ontology."""
