"""Store: one interface over an embedded or remote SPARQL store."""
