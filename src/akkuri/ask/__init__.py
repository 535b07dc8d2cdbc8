"""Ask: the query gate, the workers, the cache and the catalogue of named queries."""
